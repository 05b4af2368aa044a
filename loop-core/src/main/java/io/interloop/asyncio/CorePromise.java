// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Promise;
import org.jspecify.annotations.Nullable;

/** A future whose result the user sets. */
final class CorePromise<T extends @Nullable Object> extends CoreFuture<T> implements Promise<T> {

  CorePromise(CoreLoop loop) {
    super(loop);
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
