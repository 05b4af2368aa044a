// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.AsyncStream;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for what {@code publisher} returns. */
public final class PublisherTckTest extends PublisherVerification<Long> {
  private LoopThread loopThread;

  public PublisherTckTest() {
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
  public Publisher<Long> createPublisher(long elements) {
    return ReactiveStreamsAdapter.publisher(loopThread.loop(), () -> numbers(elements));
  }

  private static AsyncStream<Long> numbers(long count) {
    return Asyncio.generator(items -> {
      for (long number = 0; number < count; number++) {
        items.yield(number);
      }
    });
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return ReactiveStreamsAdapter.publisher(closed, () -> numbers(1));
  }
}
