// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A callback that the user added to a future. */
final class DoneCallback<T extends @Nullable Object> extends Notice {
  private final CoreFuture<T> future;

  DoneCallback(CoreFuture<T> future, Context context, Consumer<? super Future<T>> code) {
    super(future.loop, context, code);
    this.future = future;
  }

  @Override
  @SuppressWarnings("unchecked") // what the constructor was given
  void call(Object code) {
    ((Consumer<? super Future<T>>) code).accept(future);
  }
}
