// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.testkit.Receiver;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;

/** Hands what an observer is told to a receiver. Run, it disposes. */
final class Observing
    implements SingleObserver<String>, MaybeObserver<String>, CompletableObserver, Runnable {
  private final Receiver receiver;
  private final SerialDisposable upstream = new SerialDisposable();

  Observing(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void run() {
    upstream.dispose();
  }

  @Override
  public void onSubscribe(Disposable disposable) {
    upstream.set(disposable);
  }

  @Override
  public void onSuccess(String value) {
    receiver.succeeded(value);
  }

  @Override
  public void onComplete() {
    receiver.succeeded(null);
  }

  @Override
  public void onError(Throwable failure) {
    receiver.failed(failure);
  }
}
