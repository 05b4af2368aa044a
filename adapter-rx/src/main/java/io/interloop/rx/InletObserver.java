// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.Inlet;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes the one result of a Single, a Maybe or a Completable to the hub. Its value is the upstream,
 * once that is known.
 */
final class InletObserver<T extends @Nullable Object> extends AtomicReference<@Nullable Disposable>
    implements SingleObserver<T>, MaybeObserver<T>, CompletableObserver, Runnable {
  private static final long serialVersionUID = 1L;

  /** In the place of the upstream: whatever comes is disposed. */
  private static final Disposable CANCELLED = Disposable.fromRunnable(() -> {});

  @SuppressWarnings("serial") // nobody writes an observer to a file
  private final Inlet<T> inlet;

  InletObserver(Inlet<T> inlet) {
    this.inlet = inlet;
    inlet.onCancel(this);
  }

  @Override
  public void onSubscribe(Disposable disposable) {
    if (!compareAndSet(null, disposable)) {
      disposable.dispose();
    }
  }

  /** Disposes the upstream, also one that comes later. */
  @Override
  public void run() {
    Disposable upstream = getAndSet(CANCELLED);
    if (upstream != null) {
      upstream.dispose();
    }
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
