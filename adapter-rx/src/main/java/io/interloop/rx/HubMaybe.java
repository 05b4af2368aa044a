// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Outcome;
import io.interloop.spi.Outlet;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One hub result as a Maybe; Single and Completable are made of it by RxJava's own operators.
 *
 * <p>Not a {@code Maybe.create}, whose emitter drops a value without a word if it is disposed in
 * the same moment: here a result either reaches the observer or is known to be late.
 */
final class HubMaybe<T extends @Nullable Object> extends Maybe<T> {

  /**
   * Opens the outlet for one observer.
   *
   * @param <T> the type of the result
   */
  interface Opening<T extends @Nullable Object> {
    Outlet<T> open(Consumer<? super Outcome<T>> consumer);
  }

  private final Opening<T> opening;
  private final Consumer<Outlet<T>> onDispose;

  HubMaybe(Opening<T> opening, Consumer<Outlet<T>> onDispose) {
    this.opening = opening;
    this.onDispose = onDispose;
  }

  @Override
  protected void subscribeActual(MaybeObserver<? super T> observer) {
    Subscription subscription = new Subscription(observer);
    observer.onSubscribe(subscription);
    if (!subscription.isDisposed()) {
      subscription.attach(opening.open(subscription::deliver));
    }
  }

  /** One observer's. */
  private final class Subscription implements Disposable {
    private final MaybeObserver<? super T> observer;

    /** The outlet once it is open. Set by the subscribing thread. */
    private final AtomicReference<@Nullable Outlet<T>> outlet = new AtomicReference<>();

    /** Set by any thread. */
    private volatile boolean disposed;

    Subscription(MaybeObserver<? super T> observer) {
      this.observer = observer;
    }

    void attach(Outlet<T> opened) {
      outlet.set(opened);
      if (disposed) {
        release();
      }
    }

    @Override
    public void dispose() {
      disposed = true;
      release();
    }

    /** Both sides may find the outlet there: the one that takes it out releases it. */
    private void release() {
      Outlet<T> opened = outlet.getAndSet(null);
      if (opened != null) {
        onDispose.accept(opened);
      }
    }

    @Override
    public boolean isDisposed() {
      return disposed;
    }

    void deliver(Outcome<T> outcome) {
      disposed = true;
      switch (outcome) {
        case Outcome.Success<T> success -> {
          if (success.value() == null) {
            observer.onComplete();
          } else {
            observer.onSuccess(success.value());
          }
        }
        case Outcome.Failure<T> failure -> observer.onError(failure.exception());
        case Outcome.Cancelled<T> cancelled -> observer.onError(cancelled.toForeign());
      }
    }
  }
}
