// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import org.jspecify.annotations.Nullable;

/** The ends of hub results as a Completable. */
final class HubCompletable<T extends @Nullable Object> extends Completable {
  private final HubResult.Origin<T> origin;

  HubCompletable(HubResult.Origin<T> origin) {
    this.origin = origin;
  }

  @Override
  protected void subscribeActual(CompletableObserver observer) {
    Observed<T> result = new Observed<>(origin, observer);
    observer.onSubscribe(result);
    result.begin();
  }

  private static final class Observed<T extends @Nullable Object> extends HubResult<T> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // see the superclass
    private final CompletableObserver observer;

    Observed(Origin<T> origin, CompletableObserver observer) {
      super(origin);
      this.observer = observer;
    }

    @Override
    void succeeded(T value) {
      observer.onComplete();
    }

    @Override
    void failed(Throwable failure) {
      observer.onError(failure);
    }
  }
}
