// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.PacedStream;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for the subscriber behind {@code stream}, from outside. */
public final class StreamTckBlackboxTest extends FlowSubscriberBlackboxVerification<Long> {
  private LoopThread loopThread;

  public StreamTckBlackboxTest() {
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
  public Flow.Subscriber<Long> createFlowSubscriber() {
    PacedStream<Long> stream =
        PacedStream.start(
            loopThread,
            publisher ->
                FutureAdapter.stream(publisher, ConversionOptions.DEFAULT.withPrefetch(1)));
    stream.consume(100);
    return stream.subscriber();
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
