// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import org.jspecify.annotations.Nullable;

/** Hub results as a Maybe. */
final class HubMaybe<T extends @Nullable Object> extends Maybe<T> {
  private final HubResult.Origin<T> origin;

  HubMaybe(HubResult.Origin<T> origin) {
    this.origin = origin;
  }

  @Override
  protected void subscribeActual(MaybeObserver<? super T> observer) {
    Observed<T> result = new Observed<>(origin, observer);
    observer.onSubscribe(result);
    result.begin();
  }

  private static final class Observed<T extends @Nullable Object> extends HubResult<T> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // see the superclass
    private final MaybeObserver<? super T> observer;

    Observed(Origin<T> origin, MaybeObserver<? super T> observer) {
      super(origin);
      this.observer = observer;
    }

    @Override
    void succeeded(T value) {
      if (value == null) {
        observer.onComplete();
      } else {
        observer.onSuccess(value);
      }
    }

    @Override
    void failed(Throwable failure) {
      observer.onError(failure);
    }
  }
}
