// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import org.jspecify.annotations.Nullable;

/** Hub results as a Single. */
final class HubSingle<T extends @Nullable Object> extends Single<T> {
  private final HubResult.Origin<T> origin;

  HubSingle(HubResult.Origin<T> origin) {
    this.origin = origin;
  }

  @Override
  protected void subscribeActual(SingleObserver<? super T> observer) {
    Observed<T> result = new Observed<>(origin, observer);
    observer.onSubscribe(result);
    result.begin();
  }

  private static final class Observed<T extends @Nullable Object> extends HubResult<T> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // see the superclass
    private final SingleObserver<? super T> observer;

    Observed(Origin<T> origin, SingleObserver<? super T> observer) {
      super(origin);
      this.observer = observer;
    }

    @Override
    void succeeded(T value) {
      if (value == null) {
        failed(new NullPointerException("the result is null, which a Single cannot have"));
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
