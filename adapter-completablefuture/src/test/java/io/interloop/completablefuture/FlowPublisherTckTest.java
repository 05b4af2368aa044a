// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for what {@code publisher} returns. */
public final class FlowPublisherTckTest extends FlowPublisherVerification<Long> {
  private LoopThread loopThread;

  public FlowPublisherTckTest() {
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
  public Flow.Publisher<Long> createFlowPublisher(long elements) {
    return FutureAdapter.publisher(loopThread.loop(), () -> numbers(elements));
  }

  private static AsyncStream<Long> numbers(long count) {
    return Asyncio.generator(items -> {
      for (long number = 0; number < count; number++) {
        items.yield(number);
      }
    });
  }

  @Override
  public Flow.Publisher<Long> createFailedFlowPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return FutureAdapter.publisher(closed, () -> numbers(1));
  }
}
