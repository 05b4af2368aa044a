// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Future;
import io.interloop.Promise;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A future whose result the user sets. */
final class CorePromise<T extends @Nullable Object> extends CoreFuture<T> implements Promise<T> {

  CorePromise(CoreLoop loop) {
    super(loop);
  }

  /** What a combinator waits for through this promise; for the call graph. */
  private @Nullable Collection<? extends Future<?>> inPlaceOf;

  /** Says that waiting for this promise is waiting for others. */
  static <T extends @Nullable Object> Promise<T> inPlaceOf(
      Promise<T> promise, Collection<? extends Future<?>> others) {
    if (promise instanceof CorePromise<T> own) {
      own.inPlaceOf = others;
    }
    return promise;
  }

  @Override
  boolean standsFor(Future<?> other) {
    return inPlaceOf != null && inPlaceOf.contains(other);
  }

  @Override
  public void setResult(T result) {
    finish(result);
  }

  @Override
  public void setException(Throwable exception) {
    fail(exception);
  }
}
