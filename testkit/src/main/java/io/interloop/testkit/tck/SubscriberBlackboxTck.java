// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit.tck;

import io.interloop.testkit.LoopThread;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The TCK for a subscriber of the hub, from outside. */
@SuppressWarnings("exports") // who extends it has the TCK
public abstract class SubscriberBlackboxTck extends SubscriberBlackboxVerification<Long> {
  @SuppressWarnings("NullAway.Init") // before the first test
  private LoopThread loopThread;

  /** For subclasses. */
  protected SubscriberBlackboxTck() {
    super(Patience.environment());
  }

  /**
   * Returns a new subscriber, whose items are consumed as they come.
   *
   * @param thread where the loop runs
   */
  protected abstract Subscriber<Long> subscriber(LoopThread thread);

  /** Starts the loop. For TestNG. */
  @BeforeClass
  public void startLoop() {
    loopThread = new LoopThread();
  }

  /** Closes the loop. For TestNG. */
  @AfterClass
  public void closeLoop() {
    loopThread.close();
  }

  @Override
  public Subscriber<Long> createSubscriber() {
    return subscriber(loopThread);
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
