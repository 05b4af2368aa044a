// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import org.jspecify.annotations.Nullable;

/**
 * A report to a loop's exception handler: the dictionary of asyncio's {@code
 * call_exception_handler}.
 *
 * @param message what happened, in a sentence
 * @param exception what was thrown, or null
 * @param future the future or task concerned, or null
 * @param handle the callback concerned, or null
 * @param source where the object concerned was created, if the loop is in debug mode; else null
 */
public record ExceptionContext(
    String message,
    @Nullable Throwable exception,
    @Nullable Future<?> future,
    @Nullable Handle handle,
    @Nullable StackTrace source) {

  /**
   * Creates a report.
   *
   * @param message what happened, in a sentence
   * @param exception what was thrown, or null
   */
  public ExceptionContext(String message, @Nullable Throwable exception) {
    this(message, exception, null, null, null);
  }

  /**
   * Returns this report with a future.
   *
   * @param future the future or task concerned
   */
  public ExceptionContext withFuture(Future<?> future) {
    return new ExceptionContext(message, exception, future, handle, source);
  }

  /**
   * Returns this report with a handle.
   *
   * @param handle the callback concerned
   */
  public ExceptionContext withHandle(Handle handle) {
    return new ExceptionContext(message, exception, future, handle, source);
  }

  /**
   * Returns this report with the place where the object concerned was created.
   *
   * @param source that place, or null if it is not known
   */
  public ExceptionContext withSource(@Nullable StackTrace source) {
    return new ExceptionContext(message, exception, future, handle, source);
  }

  /** The place where an object was created, kept in debug mode. Never thrown. */
  public static final class StackTrace extends Throwable {
    private static final long serialVersionUID = 1L;

    /**
     * Records the current stack.
     *
     * @param message what was created here
     */
    public StackTrace(String message) {
      super(message, null, false, true);
    }
  }
}
