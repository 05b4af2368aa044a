// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Anything that can be awaited.
 *
 * <p>A lambda is a coroutine: nothing of it runs before it is awaited, and awaiting it runs it
 * inline in the current task, as {@code await coro()} does in Python. To let it run beside the
 * current task, make a task of it with {@link EventLoop#createTask(Awaitable)}.
 *
 * <pre>{@code
 * Awaitable<String> greet(String name) {
 *   return () -> {
 *     sleep(ofSeconds(1)).await();
 *     return "Hello, " + name;
 *   };
 * }
 * }</pre>
 *
 * <p>A coroutine may be awaited again: its body then runs again, from the start. (Python's
 * coroutine objects run once; a lambda is closer to the coroutine function.)
 *
 * @param <T> the type of the result
 * @see <a href="https://docs.python.org/3/library/asyncio-task.html#awaitables">asyncio:
 *     awaitables</a>
 */
@FunctionalInterface
public interface Awaitable<T extends @Nullable Object> {

  /**
   * Waits for the result, letting the loop's other tasks run meanwhile.
   *
   * <p><i>Thread:</i> only inside a task of a running loop; elsewhere an {@link
   * IllegalStateException} says what to do instead. <i>Cancelling:</i> cancelling the task that
   * waits here makes this call throw {@link CancelledError}; what is awaited is cancelled too,
   * where it is a future.
   *
   * @return the result
   * @throws Exception whatever the coroutine or the awaited operation failed with, unwrapped
   * @throws CancelledError if the current task, or what it awaits, is cancelled
   */
  @CanIgnoreReturnValue
  T await() throws Exception;
}
