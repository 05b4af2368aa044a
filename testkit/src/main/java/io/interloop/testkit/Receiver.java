// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import io.interloop.EventLoop;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A foreign consumer that writes down what it is told, and where. As a subscriber it requests
 * nothing by itself.
 */
public final class Receiver implements Flow.Subscriber<String> {
  private final Trail trail;
  private volatile @Nullable Throwable failure;
  private volatile Flow.@Nullable Subscription subscription;

  /**
   * Creates a receiver.
   *
   * @param trail where to write it down
   */
  public Receiver(Trail trail) {
    this.trail = trail;
  }

  /** Returns where it is written down. */
  public Trail trail() {
    return trail;
  }

  /** Returns the failure it was told of. */
  public Throwable failure() {
    return Objects.requireNonNull(failure, () -> "no failure came, but " + trail);
  }

  // ---- one value

  /**
   * The source has ended with a value, or with none.
   *
   * @param value the value, or null
   */
  public void succeeded(@Nullable String value) {
    note(value == null ? "no value" : "value " + value);
  }

  /**
   * The source has failed.
   *
   * @param thrown what it signalled
   */
  public void failed(Throwable thrown) {
    failure = thrown;
    note(
        thrown instanceof CancellationException
            ? "cancelled"
            : "failed " + thrown.getClass().getSimpleName());
  }

  // ---- many values

  /**
   * Requests items.
   *
   * @param count how many
   */
  public void request(long count) {
    subscription().request(count);
  }

  /** Cancels the subscription. */
  public void cancel() {
    subscription().cancel();
  }

  private Flow.Subscription subscription() {
    return Objects.requireNonNull(subscription, "not subscribed");
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
  }

  @Override
  public void onNext(String item) {
    note("item " + item);
  }

  @Override
  public void onError(Throwable thrown) {
    failed(thrown);
  }

  @Override
  public void onComplete() {
    note("completed");
  }

  private void note(String what) {
    String who = AdapterContract.ON_BEHALF_OF.orElse(null);
    trail.add(
        what
            + (EventLoop.runningOrNull() == null ? ", elsewhere" : ", on the loop")
            + (who == null ? "" : ", for the " + who));
  }
}
