// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.Outcome;
import io.interloop.spi.Inlet;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Attaches an inlet to a future whose result can only be had by blocking. */
final class BlockingInlet {
  static final Inlet.Source SOURCE = new Inlet.Source("the Future");

  private BlockingInlet() {}

  static <T extends @Nullable Object> void attach(Future<? extends T> future, Inlet<T> inlet) {
    if (future.isDone()) {
      inlet.complete(outcome(future));
      return;
    }
    // Detached, the job waits on: it is what hands a late value to the discard hook.
    var unused =
        inlet
            .loop()
            .runInExecutor(
                null,
                () -> {
                  inlet.complete(outcome(future));
                  return true;
                });
    inlet.onCancel(() -> future.cancel(true));
  }

  private static <T extends @Nullable Object> Outcome<T> outcome(Future<? extends T> future) {
    try {
      return new Outcome.Success<>(future.get());
    } catch (Throwable thrown) {
      return Outcome.ofForeign(thrown);
    }
  }
}
