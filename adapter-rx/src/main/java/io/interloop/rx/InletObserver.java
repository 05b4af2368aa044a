// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.Inlet;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import org.jspecify.annotations.Nullable;

/** Takes the one result of a Single, a Maybe or a Completable to the hub. */
final class InletObserver<T extends @Nullable Object>
    implements SingleObserver<T>, MaybeObserver<T>, CompletableObserver {
  private final Inlet<T> inlet;

  /** Also takes an upstream that comes after the cancellation. */
  private final CompositeDisposable upstream = new CompositeDisposable();

  InletObserver(Inlet<T> inlet) {
    this.inlet = inlet;
    inlet.onCancel(upstream::dispose);
  }

  @Override
  public void onSubscribe(Disposable disposable) {
    upstream.add(disposable);
  }

  @Override
  public void onSuccess(T value) {
    if (value == null) {
      inlet.fail(new NullPointerException("the source signalled null, which Rx does not allow"));
    } else {
      inlet.succeed(value);
    }
  }

  @Override
  public void onError(Throwable failure) {
    inlet.fail(failure);
  }

  @Override
  public void onComplete() {
    inlet.succeedEmpty();
  }

  @Override
  public String toString() {
    return "InletObserver(" + inlet + ")";
  }
}
