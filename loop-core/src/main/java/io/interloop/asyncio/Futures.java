// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What asyncio's tasks module does to any future. */
final class Futures {

  private Futures() {}

  /** Returns a future as it is, and makes a task of anything else. */
  static <T extends @Nullable Object> Future<T> ensureFuture(
      EventLoop loop, Awaitable<T> awaitable) {
    if (awaitable instanceof Future<T> future) {
      checkLoop(loop, future);
      return future;
    }
    return loop.createTask(awaitable);
  }

  static void checkLoop(EventLoop loop, Future<?> future) {
    if (future.getLoop() != loop) {
      throw new IllegalArgumentException(
          "The future belongs to a different loop than the one specified: "
              + future
              + "; take it across with Asyncio.wrapFuture");
    }
  }

  /** Returns a coroutine that results in null. */
  static Awaitable<@Nullable Void> withoutResult(AsyncRunnable coroutine) {
    Objects.requireNonNull(coroutine, "coroutine");
    return () -> {
      coroutine.run();
      return null;
    };
  }

  static <T extends @Nullable Object> void setResultUnlessDone(Promise<T> promise, T result) {
    if (!promise.done()) {
      promise.setResult(result);
    }
  }
}
