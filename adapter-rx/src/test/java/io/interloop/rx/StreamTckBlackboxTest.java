// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for the subscriber behind {@code stream(Flowable)}, from outside. */
public final class StreamTckBlackboxTest extends SubscriberBlackboxVerification<Long> {
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
  @SuppressWarnings("unchecked") // a subscriber takes what it is said to take
  public Subscriber<Long> createSubscriber() {
    StreamUnderTest stream = new StreamUnderTest(loopThread);
    stream.consume(100);
    return (Subscriber<Long>) stream.subscriber();
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
