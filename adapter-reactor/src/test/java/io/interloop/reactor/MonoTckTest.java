// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for what {@code deferMono} returns. */
public final class MonoTckTest extends PublisherVerification<Long> {
  private LoopThread loopThread;

  public MonoTckTest() {
    super(new TestEnvironment(500, 50, 50));
  }

  @BeforeClass
  public void startLoop() {
    loopThread = new LoopThread();
  }

  @AfterClass
  public void closeLoop() {
    loopThread.close();
  }

  @Override
  public long maxElementsFromPublisher() {
    return 1;
  }

  @Override
  public Publisher<Long> createPublisher(long elements) {
    return ReactorAdapter.deferMono(
        loopThread.loop(), Asyncio.sleep(Duration.ZERO, elements == 0 ? null : 1L));
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return ReactorAdapter.deferMono(closed, () -> 1L);
  }
}
