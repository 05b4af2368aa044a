// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit.tck;

import io.interloop.testkit.LoopThread;
import java.util.function.LongConsumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The TCK for a subscriber of the hub, from inside. */
@SuppressWarnings("exports") // who extends it has the TCK
public abstract class SubscriberWhiteboxTck extends SubscriberWhiteboxVerification<Long> {

  /**
   * A subscriber, and what drives it.
   *
   * @param subscriber the subscriber
   * @param request has it request so many items more
   * @param cancel has it cancel
   */
  public record Subject(Subscriber<Long> subscriber, LongConsumer request, Runnable cancel) {}

  @SuppressWarnings("NullAway.Init") // before the first test
  private LoopThread loopThread;

  /** For subclasses. */
  protected SubscriberWhiteboxTck() {
    super(Patience.environment());
  }

  /**
   * Returns a new subscriber.
   *
   * @param thread where the loop runs
   */
  protected abstract Subject subject(LoopThread thread);

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
  public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    Subject subject = subject(loopThread);
    return new ProbedSubscriber<>(subject.subscriber(), probe, subject.request(), subject.cancel());
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
