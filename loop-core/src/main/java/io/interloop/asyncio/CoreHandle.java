// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.ExceptionContext;
import io.interloop.Handle;
import io.interloop.spi.Execution;
import io.interloop.spi.Undroppable;
import org.jspecify.annotations.Nullable;

/** A callback in the ready queue. A cancelled one stays there and is skipped. */
abstract sealed class CoreHandle implements Handle, Ready
    permits PlainHandle, CoreTimerHandle, ThreadsafeHandle, Notice {
  final CoreLoop loop;
  private final Context context;

  /** Null once cancelled, so that what it refers to can be collected. Loop only. */
  private @Nullable Object callback;

  private final ExceptionContext.@Nullable StackTrace source;

  /**
   * @param callback what {@link #call} knows how to call
   */
  CoreHandle(CoreLoop loop, Context context, Object callback) {
    this.loop = loop;
    this.context = context;
    this.callback = callback;
    this.source = loop.creationTrace("callback");
  }

  /** Calls the callback. */
  void call(Object code) {
    ((Runnable) code).run();
  }

  /** Returns what is to be called, or null once it is cancelled. */
  final @Nullable Object callback() {
    return callback;
  }

  /** Runs the callback in its context. What it throws is reported; a fatal error stops the loop. */
  void runInContext() {
    Object code = callback;
    if (code == null) {
      return;
    }
    Execution execution = loop.execution;
    long start = loop.slowCallbacks.start();
    try {
      context.enter();
      execution.setContext(context);
      try {
        call(code);
      } finally {
        context.exit();
      }
    } catch (Throwable failure) {
      if (Fatal.is(failure)) {
        loop.fatal(failure);
      } else {
        loop.callExceptionHandler(
            new ExceptionContext("Exception in callback " + code, failure)
                .withHandle(this)
                .withSource(source));
      }
    } finally {
      loop.slowCallbacks.check(start, this);
    }
  }

  /** The loop closes and will not run the callback. */
  void drop() {
    if (callback instanceof Undroppable undroppable) {
      callback = null;
      undroppable.dropped();
    }
  }

  @Override
  public void cancel() {
    callback = null;
  }

  @Override
  public boolean cancelled() {
    return callback == null;
  }

  @Override
  public Context getContext() {
    return context;
  }

  @Override
  public String toString() {
    Object code = callback;
    return "Handle(" + (code == null ? "cancelled" : code) + ")";
  }
}
