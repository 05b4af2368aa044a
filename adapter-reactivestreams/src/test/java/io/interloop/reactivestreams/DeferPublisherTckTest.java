// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for what {@code deferPublisher} returns. */
public final class DeferPublisherTckTest extends PublisherVerification<Long> {
  private LoopThread loopThread;

  public DeferPublisherTckTest() {
    super(new TestEnvironment(2000, 50, 500));
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
    return ReactiveStreamsAdapter.deferPublisher(
        loopThread.loop(),
        Asyncio.sleep(Duration.ZERO, elements == 0 ? null : 1L),
        ConversionOptions.DEFAULT);
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return ReactiveStreamsAdapter.deferPublisher(closed, () -> 1L, ConversionOptions.DEFAULT);
  }
}
