// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.spi.Inlet;
import io.interloop.spi.SharedAwaitable;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attaches an inlet to a Vert.x future. */
final class FutureInlet {
  static final Inlet.Source SOURCE = new Inlet.Source("the Vert.x future");

  private FutureInlet() {}

  static <T extends @Nullable Object> void attach(Future<? extends T> source, Inlet<T> inlet) {
    source.onComplete((value, failure) -> complete(inlet, value, failure));
  }

  static <T extends @Nullable Object> void complete(
      Inlet<T> inlet, @Nullable T value, @Nullable Throwable failure) {
    if (failure != null) {
      inlet.fail(failure);
    } else if (value == null) {
      inlet.succeedEmpty();
    } else {
      inlet.succeed(value);
    }
  }

  /** A coroutine that waits for a Vert.x future. */
  static final class Waiting<T extends @Nullable Object> extends SharedAwaitable<T> {
    private final Future<? extends T> source;

    Waiting(Future<? extends T> source, ConversionOptions options) {
      super(SOURCE, options);
      this.source = Objects.requireNonNull(source, "source");
    }

    @Override
    protected void attach(Inlet<T> inlet) {
      FutureInlet.attach(source, inlet);
    }

    /** Null is a result only if the caller has not said otherwise. */
    @Override
    protected boolean hasResult() {
      return source.succeeded() && (options().onEmpty() == OnEmpty.NULL || source.result() != null);
    }

    @Override
    protected T result() {
      return source.result();
    }
  }
}
