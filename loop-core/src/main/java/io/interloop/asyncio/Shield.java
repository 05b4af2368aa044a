// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.Promise;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands between a future and those who might cancel it. */
final class Shield<T extends @Nullable Object> {

  /** One object for all shields, so that a future that has several reports a late failure once. */
  private static final Consumer<Future<?>> REPORT_LATE_FAILURE = Shield::reportLateFailure;

  private final Future<T> inner;
  private final Promise<T> outer;
  private final Consumer<Future<T>> copy = this::copy;

  private Shield(Future<T> inner) {
    this.inner = inner;
    this.outer = CorePromise.inPlaceOf(inner.getLoop().createPromise(), List.of(inner));
  }

  static <T extends @Nullable Object> Future<T> of(Future<T> inner) {
    if (inner.done()) {
      return inner;
    }
    Shield<T> shield = new Shield<>(inner);
    inner.addDoneCallback(shield.copy);
    shield.outer.addDoneCallback(shield::outerDone);
    return shield.outer;
  }

  private void copy(Future<T> done) {
    if (outer.cancelled()) {
      return;
    }
    if (done.cancelled()) {
      outer.cancel();
      return;
    }
    Throwable failure = done.exception();
    if (failure != null) {
      outer.setException(failure);
    } else {
      outer.setResult(resultOf(done));
    }
  }

  private static <T extends @Nullable Object> T resultOf(Future<T> done) {
    try {
      return done.result();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void outerDone(Future<T> ignored) {
    if (!inner.done()) {
      inner.removeDoneCallback(copy);
      inner.removeDoneCallback(REPORT_LATE_FAILURE);
      inner.addDoneCallback(REPORT_LATE_FAILURE);
    }
  }

  private static void reportLateFailure(Future<?> future) {
    if (future.cancelled()) {
      return;
    }
    Throwable failure = future.exception();
    if (failure != null) {
      future
          .getLoop()
          .callExceptionHandler(
              new ExceptionContext(
                      failure.getClass().getSimpleName() + " exception in shielded future", failure)
                  .withFuture(future));
    }
  }
}
