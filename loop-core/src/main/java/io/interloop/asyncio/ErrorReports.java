// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.ExceptionContext;
import io.interloop.ExceptionHandler;
import io.interloop.Task;
import org.jspecify.annotations.Nullable;

/** Takes the loop's reports to the handler that was set, or to the log. Any thread. */
final class ErrorReports {
  private final CoreLoop loop;
  private volatile @Nullable ExceptionHandler handler;

  ErrorReports(CoreLoop loop) {
    this.loop = loop;
  }

  void setHandler(@Nullable ExceptionHandler handler) {
    this.handler = handler;
  }

  @Nullable ExceptionHandler getHandler() {
    return handler;
  }

  void report(ExceptionContext context) {
    ExceptionHandler current = handler;
    try {
      inContextAtFault(
          context,
          () -> {
            if (current == null) {
              log(context);
            } else {
              current.handle(loop, context);
            }
          });
    } catch (Throwable failure) {
      if (Fatal.is(failure)) {
        throw Rethrow.asIs(failure);
      }
      log(context);
      log(new ExceptionContext("Unhandled error in exception handler", failure));
    }
  }

  /** The handler, or the log, sees the context of the task or the callback that failed. */
  private static void inContextAtFault(ExceptionContext report, Runnable handling)
      throws Exception {
    Context context = null;
    if (report.future() instanceof Task<?> task) {
      context = task.getContext();
    } else if (report.handle() != null) {
      context = report.handle().getContext();
    }
    if (context == null) {
      handling.run();
      return;
    }
    // A copy, as the context may be entered, even by another thread.
    context
        .copy()
        .run(() -> {
          handling.run();
          return true;
        });
  }

  void log(ExceptionContext context) {
    StringBuilder text = new StringBuilder(context.message());
    append(text, "future", context.future());
    append(text, "handle", context.handle());
    Throwable exception = context.exception();
    if (context.source() != null) {
      text.append("\nsource:");
      for (StackTraceElement frame : context.source().getStackTrace()) {
        text.append("\n  at ").append(frame);
      }
    }
    LoopLog.error(text.toString(), exception);
  }

  private static void append(StringBuilder text, String key, @Nullable Object value) {
    if (value != null) {
      text.append('\n').append(key).append(": ").append(value);
    }
  }
}
