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

/** The Reactive Streams TCK for the subscriber behind {@code subscriber}, from outside. */
public final class SubscriberTckBlackboxTest extends FlowSubscriberBlackboxVerification<Long> {
  private LoopThread loopThread;

  public SubscriberTckBlackboxTest() {
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
  public Flow.Subscriber<Long> createFlowSubscriber() {
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
    stream.consume(100);
    return stream.subscriber();
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
