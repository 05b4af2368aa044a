// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.LoopThread;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * The Reactive Streams TCK for the subscriber behind {@code first}, from inside. It drains, so it
 * has requested everything before the TCK asks it to request.
 */
public final class FirstTckWhiteboxTest extends FlowSubscriberWhiteboxVerification<Long> {
  private LoopThread loopThread;

  public FirstTckWhiteboxTest() {
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
  protected Flow.Subscriber<Long> createFlowSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    return loopThread.call(() -> {
      Inlet<Long> inlet =
          Inlet.open(
              loopThread.loop(),
              new Inlet.Source("the TCK's publisher"),
              ConversionOptions.DEFAULT.withAfterFirst(AfterFirst.DRAIN));
      return new ProbedSubscriber<>(
          PublisherInlet.first(inlet),
          probe,
          elements -> {},
          () -> loopThread.loop().callSoonThreadsafe(inlet.future()::cancel));
    });
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
