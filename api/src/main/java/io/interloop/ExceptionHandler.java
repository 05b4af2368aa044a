// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * Where a loop sends what nobody else will see: an exception of a callback, a failure never
 * retrieved, an error after cancellation. Installed with {@link EventLoop#setExceptionHandler}.
 */
@FunctionalInterface
public interface ExceptionHandler {

  /**
   * Takes a report. Runs in the context of the task or the callback at fault. What it throws is
   * reported to the loop's default handler.
   *
   * @param loop the loop that reports
   * @param context the report
   */
  void handle(EventLoop loop, ExceptionContext context);
}
