// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.PacedStream;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for the subscriber behind {@code subscriber}, from inside. */
public final class SubscriberTckWhiteboxTest extends FlowSubscriberWhiteboxVerification<Long> {
  private LoopThread loopThread;

  public SubscriberTckWhiteboxTest() {
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
  protected Flow.Subscriber<Long> createFlowSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    PacedStream<Long> stream =
        PacedStream.start(
            loopThread,
            publisher -> {
              StreamSubscriber<Long> subscriber =
                  FutureAdapter.subscriber(
                      loopThread.loop(), ConversionOptions.DEFAULT.withPrefetch(1));
              publisher.subscribe(subscriber);
              return subscriber;
            });
    return new ProbedSubscriber<>(stream.subscriber(), probe, stream::consume, stream::cancel);
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
