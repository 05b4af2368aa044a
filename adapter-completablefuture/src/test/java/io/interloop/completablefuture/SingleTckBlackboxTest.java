// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.LoopThread;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for {@link PublisherInlet#single}, from outside. */
public final class SingleTckBlackboxTest extends FlowSubscriberBlackboxVerification<Long> {
  private LoopThread loopThread;

  public SingleTckBlackboxTest() {
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
    return loopThread.call(() ->
        PublisherInlet.single(
            Inlet.<Long>open(
                loopThread.loop(),
                new Inlet.Source("the TCK's publisher"),
                ConversionOptions.DEFAULT)));
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
