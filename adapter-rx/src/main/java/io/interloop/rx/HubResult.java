// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Outcome;
import io.interloop.spi.Outlet;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One hub result for one observer. Whoever sets it, the loop or the observer, has decided how it
 * ends.
 *
 * <p>Not an emitter of RxJava's, which drops a value without a word if it is disposed in the same
 * moment: here a result either reaches the observer or is known to be late.
 */
@SuppressWarnings("serial") // nobody writes a subscription to a file
abstract class HubResult<T extends @Nullable Object> extends AtomicBoolean
    implements Disposable, Outlet.Receiver<T> {
  private static final long serialVersionUID = 1L;

  /**
   * Where the results come from.
   *
   * @param <T> the type of the result
   */
  interface Origin<T extends @Nullable Object> {

    /** Opens the outlet for one observer. */
    Outlet<T> open(Outlet.Receiver<T> receiver);

    /** What an observer that disposes does to its outlet. */
    void leave(Outlet<T> outlet);
  }

  private final Origin<T> origin;

  /** Set once, by the thread that subscribes. */
  private volatile @Nullable Outlet<T> outlet;

  HubResult(Origin<T> origin) {
    this.origin = origin;
  }

  /** Opens the outlet, once the observer has this as its disposable. */
  final void begin() {
    if (isDisposed()) {
      return;
    }
    Outlet<T> opened = origin.open(this);
    outlet = opened;
    if (isDisposed()) { // by now; leaving an outlet that has delivered does nothing
      origin.leave(opened);
    }
  }

  @Override
  public final void dispose() {
    if (!compareAndSet(false, true)) {
      return;
    }
    Outlet<T> opened = outlet; // not before: begin() looks the other way round
    if (opened != null) {
      origin.leave(opened);
    }
  }

  @Override
  public final boolean isDisposed() {
    return get();
  }

  @Override
  public final void receive(Outlet<T> from, Outcome<T> outcome) {
    if (compareAndSet(false, true)) {
      switch (outcome) {
        case Outcome.Success<T> success -> succeeded(success.value());
        case Outcome.Failure<T> failure -> failed(failure.exception());
        case Outcome.Cancelled<T> cancelled -> failed(cancelled.toForeign());
      }
    } else {
      from.refused(outcome);
    }
  }

  abstract void succeeded(T value);

  abstract void failed(Throwable failure);
}
