// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.ConversionOptions.AfterFirst;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes one value of a publisher to the hub.
 *
 * <p>{@link #single} waits for the publisher's end; a second value is a protocol error. {@link
 * #first} takes the first of many, and cancels the rest or lets it run out.
 *
 * <p>Signals may come on any thread; they are carried to the loop, and everything below happens
 * there. So requests and the cancellation are made by one thread at a time and in order (Reactive
 * Streams rule 2.7), and no field needs a lock.
 *
 * @param <T> the type of the value
 */
public final class PublisherInlet<T> implements Flow.Subscriber<T> {

  private enum Mode {
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

  private Flow.@Nullable Subscription subscription;

  /** Whether the publisher was cancelled, or is to be as soon as it shows a subscription. */
  private boolean cancelled;

  /** Whether a value found the loop closed. Written by whoever signals then, one at a time. */
  private boolean lost;

  private PublisherInlet(Inlet<? super T> inlet, Mode mode) {
    this.inlet = inlet;
    this.mode = mode;
    this.signals = mode == Mode.SINGLE ? null : new Signals(inlet.loop());
    inlet.onCancel(this::cancelUpstream);
  }

  /**
   * Creates a subscriber to a publisher of one value at the most. Must be called on the loop.
   *
   * @param <T> the type of the value
   * @param inlet where the value goes
   * @return the subscriber, to be subscribed once
   */
  public static <T> PublisherInlet<T> single(Inlet<? super T> inlet) {
    return new PublisherInlet<>(inlet, Mode.SINGLE);
  }

  /**
   * Creates a subscriber that takes a publisher's first value. What it does to the rest the options
   * say: {@link AfterFirst}. Must be called on the loop.
   *
   * @param <T> the type of the value
   * @param inlet where the value goes
   * @return the subscriber, to be subscribed once
   */
  public static <T> PublisherInlet<T> first(Inlet<? super T> inlet) {
    boolean cancel = inlet.options().afterFirst() == AfterFirst.CANCEL;
    return new PublisherInlet<>(inlet, cancel ? Mode.FIRST_THEN_CANCEL : Mode.FIRST_THEN_DRAIN);
  }

  private void cancelUpstream() {
    cancelled = true;
    if (subscription != null) {
      cancel(subscription);
    }
  }

  /** Nothing is thrown into the source, whoever has thrown it. */
  private void cancel(Flow.Subscription subscription) {
    try {
      subscription.cancel();
    } catch (Throwable failure) {
      inlet.report("cancelling", failure);
    }
  }

  private void request(Flow.Subscription subscription, long count) {
    try {
      subscription.request(count);
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

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription"); // 2.13
    if (isFirstHand()) {
      attach(subscription);
    } else {
      queue(() -> attach(subscription), () -> cancel(subscription));
    }
  }

  @Override
  public void onNext(T value) {
    Objects.requireNonNull(value, "value"); // 2.13
    if (isFirstHand()) {
      arrived(value);
    } else {
      queue(() -> arrived(value), () -> lost(value));
    }
  }

  @Override
  public void onError(Throwable throwable) {
    Objects.requireNonNull(throwable, "throwable"); // 2.13
    if (isFirstHand()) {
      inlet.fail(throwable);
    } else {
      queue(() -> inlet.fail(throwable), () -> failedTooLate(throwable));
    }
  }

  @Override
  public void onComplete() {
    if (isFirstHand()) {
      completed();
    } else {
      queue(this::completed, this::completedTooLate);
    }
  }

  // ---- the signals, on the loop

  private void attach(Flow.Subscription subscription) {
    if (this.subscription != null || cancelled) {
      cancel(subscription); // 2.5
      return;
    }
    this.subscription = subscription;
    request(subscription, mode == Mode.FIRST_THEN_CANCEL ? 1 : Long.MAX_VALUE);
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
    return "PublisherInlet(" + inlet + ")";
  }
}
