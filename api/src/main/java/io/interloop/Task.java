// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.spi.Execution;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Future} that drives a coroutine. Made by {@link EventLoop#createTask(Awaitable)}.
 *
 * <pre>
 *   scheduled ──▶ running ──▶ FINISHED | CANCELLED
 *       ▲            │
 *       └─ waiting ◀─┘   (awaits a pending future, or yields for one tick)
 * </pre>
 *
 * <p><b>Cancelling.</b> {@link #cancel(String)} asks. A task that waits has the request delegated
 * to what it awaits, down to the leaf future, which is cancelled now; the {@link CancelledError} is
 * thrown leaf-first, one tick for each level. A task that has not started never starts. A task that
 * runs, or whose awaited future is already done, sees the error at its next suspension, and the
 * result it waited for is dropped. Several requests before the delivery are one error, with the
 * first message. A task may catch the error and go on; one that means to must call {@link
 * #uncancel()}.
 *
 * @param <T> the type of the result
 * @see <a href="https://docs.python.org/3/library/asyncio-task.html#task-object">asyncio: Task</a>
 */
public interface Task<T extends @Nullable Object> extends Future<T> {

  /**
   * Returns the task that is running in this thread, or null in a callback, and outside a loop.
   *
   * @see <a
   *     href="https://docs.python.org/3/library/asyncio-task.html#asyncio.current_task">asyncio:
   *     current_task</a>
   */
  static @Nullable Task<?> current() {
    return Execution.current().task();
  }

  /** Returns the name: the one given, or {@code Task-} and a number. */
  String getName();

  /**
   * Gives this task another name.
   *
   * @param name the new name
   */
  void setName(String name);

  /** Returns the coroutine, or null if the task finished while it was being created eagerly. */
  @Nullable Awaitable<T> getCoro();

  /**
   * Returns the calls that the coroutine is in, innermost first: where it is suspended, or, if it
   * is the running task, where it is now. Empty if it has not begun or is done.
   *
   * @see <a
   *     href="https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.get_stack">asyncio:
   *     get_stack</a>
   */
  List<StackTraceElement> getStack();

  /**
   * Prints what {@link #getStack()} returns.
   *
   * @param out where to print
   */
  default void printStack(PrintStream out) {
    List<StackTraceElement> stack = getStack();
    out.println((stack.isEmpty() ? "No stack for " : "Stack for ") + this);
    stack.forEach(frame -> out.println("  at " + frame));
  }

  /** Returns the context in which the coroutine runs. */
  Context getContext();

  /**
   * Returns how many cancellation requests are outstanding: calls of {@link #cancel()} less calls
   * of {@link #uncancel()}. It stays 0 when only what the task awaits was cancelled, so that code
   * that catches a {@link CancelledError} can tell "I was cancelled" from "what I awaited was".
   */
  int cancelling();

  /**
   * Takes one cancellation request back. When none is left, a request that was not delivered yet is
   * forgotten.
   *
   * @return the number of requests still outstanding
   */
  @CanIgnoreReturnValue
  int uncancel();
}
