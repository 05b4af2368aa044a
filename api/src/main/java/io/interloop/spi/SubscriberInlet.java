// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes one value of a publisher to the hub, whichever library's the publisher is: a subclass is
 * that library's subscriber. {@link PublisherInlet} is the one of {@link
 * java.util.concurrent.Flow}.
 *
 * <p>Signals may come on any thread; they are carried to the loop, and everything below happens
 * there. So requests and the cancellation are made by one thread at a time and in order (Reactive
 * Streams rule 2.7), and no field needs a lock.
 *
 * @param <T> the type of the value
 * @param <S> the library's type of subscriptions
 */
public abstract class SubscriberInlet<T, S> {

  enum Mode {
    SINGLE,
    FIRST_THEN_CANCEL,
    FIRST_THEN_DRAIN
  }

  private final Inlet<? super T> inlet;
  private final Mode mode;

  /**
   * Where the signals queue up: those of many values, which may come within a request, and those of
   * one value from the first on that comes from another thread. Written by whoever signals, one at
   * a time.
   */
  private @Nullable Signals signals;

  private @Nullable S subscription;

  /** Whether the publisher was cancelled, or is to be as soon as it shows a subscription. */
  private boolean cancelled;

  /** Whether a value found the loop closed. Written by whoever signals then, one at a time. */
  private boolean lost;

  @SuppressWarnings("this-escape") // the inlet only keeps it until somebody cancels
  SubscriberInlet(Inlet<? super T> inlet, Mode mode) {
    this.inlet = inlet;
    this.mode = mode;
    this.signals = mode == Mode.SINGLE ? null : new Signals(inlet.loop());
    inlet.onCancel(this::cancelUpstream);
  }

  /**
   * Creates a subscriber to a publisher of one value at the most, which waits for its end. Must be
   * called on the loop.
   *
   * @param inlet where the value goes
   */
  protected SubscriberInlet(Inlet<? super T> inlet) {
    this(inlet, Mode.SINGLE);
  }

  /** Returns a copy of the context of the code that awaits. On the loop, while this is made. */
  protected final Context newContext() {
    return inlet.newContext();
  }

  /**
   * Requests items.
   *
   * @param subscription the subscription
   * @param count how many
   */
  protected abstract void request(S subscription, long count);

  /**
   * Cancels a subscription.
   *
   * @param subscription the subscription
   */
  protected abstract void cancel(S subscription);

  private void cancelUpstream() {
    cancelled = true;
    if (subscription != null) {
      cancelSafely(subscription);
    }
  }

  /** Nothing is thrown into the source, whoever has thrown it. */
  private void cancelSafely(S cancelled) {
    try {
      cancel(cancelled);
    } catch (Throwable failure) {
      inlet.report("cancelling", failure);
    }
  }

  private void requestSafely(S requested, long count) {
    try {
      request(requested, count);
    } catch (Throwable failure) {
      inlet.report("a request to", failure);
    }
  }

  // ---- the signals, on any thread

  /** Returns whether a signal can be handled at once, as the loop runs the code that signals. */
  private boolean isFirstHand() {
    return signals == null && inlet.loop().isCurrent();
  }

  private void queue(Runnable onLoop, Runnable ifClosed) {
    Signals queue = signals;
    if (queue == null) {
      queue = new Signals(inlet);
      signals = queue;
    }
    queue.deliver(onLoop, ifClosed);
  }

  /**
   * The publisher shows its subscription.
   *
   * @param shown the subscription
   */
  public void onSubscribe(S shown) {
    Objects.requireNonNull(shown, "subscription"); // 2.13
    if (isFirstHand()) {
      attach(shown);
    } else {
      queue(() -> attach(shown), () -> cancelSafely(shown));
    }
  }

  /**
   * The publisher has a value.
   *
   * @param value the value
   */
  public void onNext(T value) {
    Objects.requireNonNull(value, "value"); // 2.13
    if (isFirstHand()) {
      arrived(value);
    } else {
      queue(() -> arrived(value), () -> lost(value));
    }
  }

  /**
   * The publisher has failed.
   *
   * @param throwable the failure
   */
  public void onError(Throwable throwable) {
    Objects.requireNonNull(throwable, "throwable"); // 2.13
    if (isFirstHand()) {
      inlet.fail(throwable);
    } else {
      queue(() -> inlet.fail(throwable), () -> failedTooLate(throwable));
    }
  }

  /** The publisher has ended. */
  public void onComplete() {
    if (isFirstHand()) {
      completed();
    } else {
      queue(this::completed, this::completedTooLate);
    }
  }

  // ---- the signals, on the loop

  private void attach(S shown) {
    if (subscription != null || cancelled) {
      cancelSafely(shown); // 2.5
      return;
    }
    subscription = shown;
    requestSafely(shown, mode == Mode.FIRST_THEN_CANCEL ? 1 : Long.MAX_VALUE);
  }

  private void arrived(T value) {
    if (inlet.done()) {
      inlet.discard(value); // 2.8
    } else if (mode == Mode.FIRST_THEN_CANCEL) {
      cancelUpstream();
      inlet.succeed(value);
    } else if (!inlet.holds()) {
      inlet.hold(value);
    } else {
      inlet.discard(value);
      if (mode == Mode.SINGLE) {
        cancelUpstream();
        inlet.fail(
            new IllegalStateException("a publisher of one value signalled another one: " + value));
      }
    }
  }

  private void completed() {
    if (!inlet.done()) {
      inlet.succeedWithHeld();
    }
  }

  // ---- the signals, once the loop is closed

  /** That costs one result, however many values come. */
  private void lost(T value) {
    if (lost) {
      inlet.discard(value);
    } else {
      lost = true;
      inlet.succeed(value);
    }
  }

  private void completedTooLate() {
    if (lost) {
      inlet.dropHeld();
    } else if (inlet.holds()) {
      lost = true;
      inlet.succeedWithHeld();
    }
  }

  /** A value that is held is not the result. */
  private void failedTooLate(Throwable throwable) {
    inlet.dropHeld();
    inlet.fail(throwable);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + inlet + ")";
  }
}
