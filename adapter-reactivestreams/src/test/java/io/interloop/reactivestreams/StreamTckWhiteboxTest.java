// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.ConversionOptions;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.PacedStream;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for the subscriber behind {@code stream}, from inside. */
public final class StreamTckWhiteboxTest extends SubscriberWhiteboxVerification<Long> {
  private LoopThread loopThread;

  public StreamTckWhiteboxTest() {
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
  public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    PacedStream<Long> stream =
        PacedStream.start(
            loopThread,
            publisher ->
                ReactiveStreamsAdapter.stream(
                    FlowAdapters.toPublisher(publisher),
                    ConversionOptions.DEFAULT.withPrefetch(1)));
    return new ProbedSubscriber<>(
        FlowAdapters.toSubscriber(stream.subscriber()), probe, stream::consume, stream::cancel);
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
