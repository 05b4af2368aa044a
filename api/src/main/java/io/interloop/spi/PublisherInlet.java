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
  private final Signals signals;

  private Flow.@Nullable Subscription subscription;

  /** The value, while the publisher's end is awaited. */
  private @Nullable T held;

  /** Whether the publisher was cancelled, or is to be as soon as it shows a subscription. */
  private boolean cancelled;

  /** Whether a value found the loop closed. Written by whoever signals then, one at a time. */
  private boolean lost;

  private PublisherInlet(Inlet<? super T> inlet, Mode mode) {
    this.inlet = inlet;
    this.mode = mode;
    this.signals = new Signals(inlet.loop());
  }

  /**
   * Creates a subscriber to a publisher of one value at the most. Must be called on the loop.
   *
   * @param <T> the type of the value
   * @param inlet where the value goes
   * @return the subscriber, to be subscribed once
   */
  public static <T> PublisherInlet<T> single(Inlet<? super T> inlet) {
    return watched(new PublisherInlet<>(inlet, Mode.SINGLE));
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
    return watched(
        new PublisherInlet<>(inlet, cancel ? Mode.FIRST_THEN_CANCEL : Mode.FIRST_THEN_DRAIN));
  }

  private static <T> PublisherInlet<T> watched(PublisherInlet<T> subscriber) {
    subscriber.inlet.onCancel(subscriber::cancelUpstream);
    subscriber
        .inlet
        .future()
        .addDoneCallback(subscriber.inlet.context(), done -> subscriber.dropHeld());
    return subscriber;
  }

  private void cancelUpstream() {
    cancelled = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void dropHeld() {
    T value = held;
    held = null;
    inlet.discard(value);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription"); // 2.13
    signals.deliver(() -> attach(subscription), subscription::cancel);
  }

  private void attach(Flow.Subscription subscription) {
    if (this.subscription != null || cancelled) {
      subscription.cancel(); // 2.5
      return;
    }
    this.subscription = subscription;
    subscription.request(mode == Mode.FIRST_THEN_CANCEL ? 1 : Long.MAX_VALUE);
  }

  @Override
  public void onNext(T value) {
    Objects.requireNonNull(value, "value"); // 2.13
    signals.deliver(() -> arrived(value), () -> lost(value));
  }

  private void arrived(T value) {
    if (inlet.future().done()) {
      inlet.discard(value); // 2.8
    } else if (mode == Mode.FIRST_THEN_CANCEL) {
      cancelUpstream();
      inlet.succeed(value);
    } else if (held == null) {
      held = value;
    } else {
      inlet.discard(value);
      if (mode == Mode.SINGLE) {
        cancelUpstream();
        inlet.fail(
            new IllegalStateException("a publisher of one value signalled another one: " + value));
      }
    }
  }

  /** The loop is closed: that costs one result, however many values come. */
  private void lost(@Nullable T value) {
    if (lost || value == null) {
      inlet.discard(value);
    } else {
      lost = true;
      inlet.succeed(value);
    }
  }

  @Override
  public void onError(Throwable throwable) {
    Objects.requireNonNull(throwable, "throwable"); // 2.13
    // A value that is held is discarded, once the failure is the result.
    signals.deliver(
        () -> inlet.fail(throwable),
        () -> {
          dropHeld();
          inlet.fail(throwable);
        });
  }

  @Override
  public void onComplete() {
    signals.deliver(
        this::completed,
        () -> {
          T value = held;
          held = null;
          lost(value);
        });
  }

  private void completed() {
    T value = held;
    if (inlet.future().done()) {
      return;
    }
    held = null;
    if (value == null) {
      inlet.succeedEmpty();
    } else {
      inlet.succeed(value);
    }
  }

  @Override
  public String toString() {
    return "PublisherInlet(" + inlet + ")";
  }
}
