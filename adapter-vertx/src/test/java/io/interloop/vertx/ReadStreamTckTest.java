// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.spi.Inlet;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * The Reactive Streams TCK for the publisher behind {@code stream(ReadStream)}. What it reads is
 * what {@code readStream} returns, so that the way to the hub and the way from it are both in it.
 */
public final class ReadStreamTckTest extends FlowPublisherVerification<Long> {
  private LoopThread loopThread;

  public ReadStreamTckTest() {
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
    // A ReadStream has one reader, and its publisher one subscriber; some tests have several.
    return subscriber -> publisher(loopThread.loop(), elements).subscribe(subscriber);
  }

  @Override
  public Flow.Publisher<Long> createFailedFlowPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return publisher(closed, 1);
  }

  private static Flow.Publisher<Long> publisher(EventLoop loop, long elements) {
    return new ReadStreamPublisher<Long>(
        loop,
        new Inlet.Source("the source"),
        VertxAdapter.readStream(loop, () -> numbers(elements)),
        ConversionOptions.DEFAULT);
  }

  private static AsyncStream<Long> numbers(long count) {
    return Asyncio.generator(items -> {
      for (long number = 0; number < count; number++) {
        items.yield(number);
      }
    });
  }
}
