// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import org.jspecify.annotations.Nullable;

/**
 * What is acquired before some code and released after it, whatever happens: Python's {@code async
 * with} over a lock.
 */
public sealed interface Scope permits Lock, Condition, Semaphore {

  /**
   * Acquires this, waiting in line if need be. Cancelling the waiting task gives up its place.
   *
   * @return what to await; the result is always true
   */
  Awaitable<Boolean> acquire();

  /**
   * Releases this.
   *
   * @throws IllegalStateException if a lock is not held
   */
  void release();

  /** Returns whether {@link #acquire()} would have to wait. */
  boolean locked();

  /**
   * Returns a coroutine that acquires this, runs the body, and releases it.
   *
   * @param <T> the type of the result
   * @param body what to run meanwhile, in the same task
   */
  default <T extends @Nullable Object> Awaitable<T> with(Awaitable<T> body) {
    return () -> {
      acquire().await();
      try {
        return body.await();
      } finally {
        release();
      }
    };
  }

  /**
   * As {@link #with(Awaitable)}, for a body without a result.
   *
   * @param body what to run meanwhile, in the same task
   */
  default Awaitable<@Nullable Void> with(AsyncRunnable body) {
    return this.<@Nullable Void>with(() -> {
      body.run();
      return null;
    });
  }
}
