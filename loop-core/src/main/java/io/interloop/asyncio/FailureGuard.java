// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.ExceptionContext;
import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a failure nobody asks for is reported: when its future is garbage-collected, or
 * when the loop closes, whichever comes first. The future refers to its guard, never the other way
 * round, or it would not be collected.
 */
final class FailureGuard implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  /** The guards of one loop whose failures have not been retrieved. Any thread. */
  static final class Registry {
    private final Set<FailureGuard> guards = ConcurrentHashMap.newKeySet();

    /** Reports everything that has not been retrieved. */
    void reportAll() {
      guards.forEach(guard -> guard.cleanable.clean());
    }
  }

  private final CoreLoop loop;
  private final Throwable failure;
  private final String kind;
  private final ExceptionContext.@Nullable StackTrace source;
  private final Cleaner.Cleanable cleanable;
  private volatile boolean retrieved;

  @SuppressWarnings("this-escape") // the cleaner runs it once the future is unreachable, not before
  private FailureGuard(CoreFuture<?> future, Throwable failure) {
    this.loop = future.loop;
    this.failure = failure;
    this.kind = future instanceof CoreTask<?> task ? "Task " + task.getName() : "Future";
    this.source = future.source;
    this.cleanable = CLEANER.register(future, this);
  }

  static FailureGuard watch(CoreFuture<?> future, Throwable failure) {
    FailureGuard guard = new FailureGuard(future, failure);
    guard.loop.failures.guards.add(guard);
    return guard;
  }

  void retrieved() {
    retrieved = true;
    cleanable.clean();
  }

  /** Runs once: retrieved, collected, or the loop closed. */
  @Override
  public void run() {
    loop.failures.guards.remove(this);
    if (retrieved) {
      return;
    }
    ExceptionContext report =
        new ExceptionContext(kind + " exception was never retrieved", failure).withSource(source);
    if (loop.isClosed()) {
      loop.callExceptionHandler(report);
      return;
    }
    try {
      loop.callSoonThreadsafe(() -> loop.callExceptionHandler(report));
    } catch (IllegalStateException closedMeanwhile) {
      loop.callExceptionHandler(report);
    }
  }
}
