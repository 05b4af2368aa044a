// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.Context;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.spi.Undroppable;
import io.vertx.core.spi.context.executor.EventExecutorProvider;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has Vert.x call back on the loop where code of a loop uses it.
 *
 * <p>Vert.x makes a context for a thread that has none, and takes an event loop of its own for it
 * unless a provider knows better. This one does if the thread runs a loop: the context's tasks, and
 * so the handlers of what was made there, run in callbacks of that loop, in a copy of the context
 * variables that were set. {@code context.threadingModel()} is {@code EXTERNAL} then.
 *
 * <p>Found by {@link java.util.ServiceLoader}; a provider that was given to Vert.x by hand takes
 * precedence.
 */
public final class LoopExecutorProvider implements EventExecutorProvider {

  /** Creates the provider; the service loader does. */
  public LoopExecutorProvider() {}

  @Override
  @SuppressWarnings("NullAway") // Vert.x takes null for "none"
  public @Nullable Executor eventExecutorFor(Thread thread) {
    EventLoop loop = thread == Thread.currentThread() ? EventLoop.runningOrNull() : null;
    return loop == null ? null : new Callbacks(loop, Context.copyOfCurrent());
  }

  /** The callbacks of one Vert.x context. */
  private static final class Callbacks implements Executor {
    private final EventLoop loop;
    private final Context context;

    /** Set by any thread: what is lost has been reported once, that is enough of it. */
    private final AtomicBoolean reported = new AtomicBoolean();

    Callbacks(EventLoop loop, Context context) {
      this.loop = loop;
      this.context = context;
    }

    @Override
    public void execute(Runnable task) {
      try {
        loop.callSoonThreadsafe(context.copy(), new Callback(task));
      } catch (IllegalStateException failure) {
        if (!loop.isClosed()) {
          throw failure;
        }
        reportLost(task);
      }
    }

    private void reportLost(Runnable task) {
      if (reported.compareAndSet(false, true)) {
        loop.callExceptionHandler(
            new ExceptionContext(
                "Vert.x has something for a loop that is closed; it is dropped, and so is what"
                    + " follows: "
                    + task,
                null));
      }
    }

    private final class Callback implements Runnable, Undroppable {
      private final Runnable task;

      Callback(Runnable task) {
        this.task = task;
      }

      @Override
      public void run() {
        task.run();
      }

      @Override
      public void dropped() {
        reportLost(task);
      }

      @Override
      public String toString() {
        return "Vert.x: " + task;
      }
    }
  }
}
