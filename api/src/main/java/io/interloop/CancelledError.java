// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import org.jspecify.annotations.Nullable;

/**
 * What cancellation throws, at the point where a task waits.
 *
 * <p>An {@code Error}, for the reason that made asyncio's a {@code BaseException}: {@code catch
 * (Exception e)} must not swallow it. Catch it to clean up, and rethrow it; a task that means to go
 * on calls {@link Task#uncancel()} as well.
 *
 * <p>It does not say who was cancelled. {@link Task#cancelling()} does: above 0, the current task
 * was; at 0, only what it awaited.
 *
 * <p>Adapters map it to {@link java.util.concurrent.CancellationException} and back.
 *
 * @see <a
 *     href="https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.CancelledError">asyncio:
 *     CancelledError</a>
 */
public final class CancelledError extends Error {
  private static final long serialVersionUID = 1L;

  /** Creates the error without a message. */
  public CancelledError() {}

  /**
   * Creates the error.
   *
   * @param message what {@link Future#cancel(String)} was given; may be null
   */
  public CancelledError(@Nullable String message) {
    super(message);
  }

  /**
   * Creates the error for a cancellation that came from another library.
   *
   * @param message may be null
   * @param cause that library's own exception
   */
  public CancelledError(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
