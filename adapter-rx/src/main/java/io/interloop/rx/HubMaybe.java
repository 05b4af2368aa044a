// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Outcome;
import io.interloop.spi.Outlet;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.atomic.AtomicBoolean;
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
      subscription.attach(opening.open(subscription));
    }
  }

  /** One observer's. Whoever sets it, the loop or the observer, has decided how it ends. */
  @SuppressWarnings("serial") // nobody writes a subscription to a file
  private final class Subscription extends AtomicBoolean
      implements Disposable, Consumer<Outcome<T>> {
    private static final long serialVersionUID = 1L;

    private final MaybeObserver<? super T> observer;

    /** Set once, by the thread that subscribes. */
    private volatile @Nullable Outlet<T> outlet;

    /**
     * What came when the observer had just disposed, until the outlet has it back: the monitor sees
     * to it that this is once.
     */
    private volatile @Nullable Outcome<T> refused;

    Subscription(MaybeObserver<? super T> observer) {
      this.observer = observer;
    }

    void attach(Outlet<T> opened) {
      outlet = opened;
      if (get()) { // by now; leaving an outlet that has delivered does nothing
        onDispose.accept(opened);
        giveBack();
      }
    }

    @Override
    public void dispose() {
      if (!compareAndSet(false, true)) {
        return;
      }
      Outlet<T> opened = outlet; // not before: attach() looks the other way round
      if (opened != null) {
        onDispose.accept(opened);
      }
    }

    @Override
    public boolean isDisposed() {
      return get();
    }

    @Override
    public void accept(Outcome<T> outcome) {
      if (compareAndSet(false, true)) {
        signal(outcome);
      } else {
        refused = outcome;
        giveBack();
      }
    }

    private void giveBack() {
      Outlet<T> opened = outlet;
      if (opened == null || refused == null) {
        return;
      }
      Outcome<T> outcome = takeRefused();
      if (outcome != null) {
        opened.refused(outcome);
      }
    }

    private synchronized @Nullable Outcome<T> takeRefused() {
      Outcome<T> outcome = refused;
      refused = null;
      return outcome;
    }

    private void signal(Outcome<T> outcome) {
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
