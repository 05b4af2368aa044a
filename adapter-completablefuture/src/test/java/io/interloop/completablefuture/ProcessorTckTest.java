// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.IdentityFlowProcessorVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for what {@code processor} returns. */
public final class ProcessorTckTest extends IdentityFlowProcessorVerification<Long> {
  private LoopThread loopThread;
  private ExecutorService publishers;

  public ProcessorTckTest() {
    super(new TestEnvironment(2000, 50, 500), 2000);
  }

  @BeforeClass
  public void startLoop() {
    loopThread = new LoopThread();
    publishers = Executors.newCachedThreadPool();
  }

  @AfterClass
  public void closeLoop() {
    publishers.shutdownNow();
    loopThread.close();
  }

  @Override
  protected Flow.Processor<Long, Long> createIdentityFlowProcessor(int bufferSize) {
    return FutureAdapter.processor(
        loopThread.loop(),
        (AsyncStream<Long> items) -> items,
        ConversionOptions.DEFAULT.withPrefetch(bufferSize));
  }

  @Override
  protected Flow.Publisher<Long> createFailedFlowPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return FutureAdapter.processor(
        closed, (AsyncStream<Long> items) -> items, ConversionOptions.DEFAULT);
  }

  /** One publisher, one subscriber. */
  @Override
  public long maxSupportedSubscribers() {
    return 1;
  }

  @Override
  public ExecutorService publisherExecutorService() {
    return publishers;
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
