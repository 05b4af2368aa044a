// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that may come later: the read side of asyncio's {@code Future}.
 *
 * <pre>
 *   PENDING ──▶ FINISHED (a result or an exception)
 *      └──────▶ CANCELLED
 * </pre>
 *
 * <p>A future completes once and never goes back. Completing it never runs a callback
 * synchronously: every callback gets its own {@link EventLoop#callSoon}, in the order of
 * registration. Awaiting a finished future costs no tick of the loop.
 *
 * <p><b>A failure is not lost.</b> If a future fails and nobody ever awaits it, or asks for its
 * result or its exception, the failure is reported to the loop's exception handler when the future
 * is garbage-collected, or when the loop closes.
 *
 * <p><b>Threads.</b> Belongs to its loop: use it from code that the loop runs. Another thread sees
 * an {@link IllegalStateException} where it could do harm.
 *
 * @param <T> the type of the result
 * @see <a href="https://docs.python.org/3/library/asyncio-future.html">asyncio: Future</a>
 */
public interface Future<T extends @Nullable Object> extends Awaitable<T> {

  /**
   * Waits for the result. Cancelling the waiting task cancels this future.
   *
   * @return the result
   * @throws Exception the exception this future failed with: the very object, not wrapped
   * @throws CancelledError if this future or the current task is cancelled; {@link
   *     Task#cancelling()} of the current task tells the two apart
   */
  @Override
  @CanIgnoreReturnValue
  T await() throws Exception;

  /** Returns whether this future has a result or an exception, or is cancelled. */
  boolean done();

  /** Returns whether this future is cancelled. */
  boolean cancelled();

  /**
   * Returns the result of a finished future.
   *
   * @return the result
   * @throws Exception the exception this future failed with
   * @throws CancelledError if it is cancelled
   * @throws InvalidStateException if it is not done yet; await it instead
   */
  T result() throws Exception;

  /**
   * Returns the exception of a finished future, or null if it has a result.
   *
   * @return the exception or null
   * @throws CancelledError if it is cancelled
   * @throws InvalidStateException if it is not done yet
   */
  @Nullable Throwable exception();

  /**
   * Cancels this future, as {@link #cancel(String)} without a message.
   *
   * @return false if it was done already
   */
  @CanIgnoreReturnValue
  default boolean cancel() {
    return cancel(null);
  }

  /**
   * Cancels this future. A plain future is cancelled at once; for a {@link Task} this is a request,
   * which its coroutine sees as a {@link CancelledError} at its next suspension.
   *
   * @param message travels with the {@link CancelledError}; may be null
   * @return false if it was done already
   */
  @CanIgnoreReturnValue
  boolean cancel(@Nullable String message);

  /**
   * Has the loop call back once this future is done; soon, if it is done already. The callback runs
   * in a copy of the current context. An exception it throws goes to the loop's exception handler.
   *
   * @param callback receives this future
   */
  void addDoneCallback(Consumer<? super Future<T>> callback);

  /**
   * As {@link #addDoneCallback(Consumer)}, running the callback in the given context.
   *
   * @param context the context itself, not a copy
   * @param callback receives this future
   */
  void addDoneCallback(Context context, Consumer<? super Future<T>> callback);

  /**
   * Removes a callback, however often it was added. One that is scheduled already still runs.
   *
   * @param callback the callback, compared with {@code equals}
   * @return how many entries were removed
   */
  @CanIgnoreReturnValue
  int removeDoneCallback(Consumer<? super Future<T>> callback);

  /** Returns the loop this future belongs to. */
  EventLoop getLoop();

  /**
   * Returns how this future ended, or null while it is pending. Unlike {@link #result()} it does
   * not throw, and it marks the failure as seen.
   */
  default @Nullable Outcome<T> outcome() {
    return done() ? Outcome.of(this::result) : null;
  }
}
