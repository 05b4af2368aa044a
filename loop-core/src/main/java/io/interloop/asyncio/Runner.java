// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.KeyboardInterrupt;
import io.interloop.Outcome;
import io.interloop.Task;
import io.interloop.TaskOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop, and what has to be done before and after running it. {@link Asyncio#run} is a runner used
 * once; make one to run several coroutines on the same loop and in the same context.
 *
 * <pre>{@code
 * try (var runner = new Runner()) {
 *   runner.run(this::prepare);
 *   runner.run(this::work);
 * }
 * }</pre>
 *
 * <p><b>Ctrl-C.</b> While the JVM's main thread is in {@link #run}, the first Ctrl-C cancels the
 * task, so that its cleanup runs; {@code run} then throws {@link KeyboardInterrupt}. A second one
 * ends the JVM at once. Interrupting a thread that is in {@code run} cancels the task as well;
 * {@code run} then throws {@link InterruptedException}.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-runner.html#asyncio.Runner">asyncio:
 *     Runner</a>
 */
public final class Runner implements AutoCloseable {
  private static final Duration EXECUTOR_SHUTDOWN = Duration.ofMinutes(5);

  private final Supplier<? extends EventLoop> loopFactory;
  private final Context context = Context.copyOfCurrent();
  private @Nullable EventLoop loop;
  private boolean closed;

  /** Creates a runner with a new loop of the default configuration. */
  public Runner() {
    this(LoopConfig.DEFAULT);
  }

  /**
   * Creates a runner with a new loop.
   *
   * @param config how the loop is made
   */
  public Runner(LoopConfig config) {
    this(() -> Asyncio.newEventLoop(config));
  }

  /**
   * Creates a runner.
   *
   * @param loopFactory makes the loop when it is first needed; the runner closes it
   */
  public Runner(Supplier<? extends EventLoop> loopFactory) {
    this.loopFactory = loopFactory;
  }

  /** Returns the loop, making it if need be. */
  public EventLoop getLoop() {
    if (closed) {
      throw new IllegalStateException("Runner is closed; make a new one");
    }
    EventLoop known = loop;
    if (known == null) {
      known = loopFactory.get();
      loop = known;
    }
    return known;
  }

  /**
   * Runs a coroutine, or waits for a future of this runner's loop, and returns the result.
   *
   * @param <T> the type of the result
   * @param main what to run
   * @return the result
   * @throws Exception what it failed with
   * @throws InterruptedException if this thread was interrupted and the task ended for it
   * @throws CancelledError if it was cancelled
   * @throws KeyboardInterrupt if the user pressed Ctrl-C and the task ended for it
   * @throws IllegalStateException if a loop is running in this thread already
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
    return run(context, main);
  }

  /**
   * As {@link #run(Awaitable)}, in a context of the caller's. Python's {@code run(coro, context=)}.
   *
   * @param <T> the type of the result
   * @param context the context itself, not a copy; what the coroutine sets stays there
   * @param main what to run
   * @return the result
   * @throws Exception as {@link #run(Awaitable)}
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T run(Context context, Awaitable<T> main) throws Exception {
    Objects.requireNonNull(context, "context");
    if (EventLoop.runningOrNull() != null) {
      throw new IllegalStateException(
          "run() cannot be called from a running event loop: await the coroutine instead, or make"
              + " a task of it");
    }
    EventLoop running = getLoop();
    Task<T> task = running.createTask(TaskOptions.DEFAULT.withContext(context), main);
    try (Interruption interruption = Interruption.install(running, task)) {
      try {
        return running.runUntilComplete(task);
      } catch (CancelledError error) {
        throw interruption.translate(error);
      }
    }
  }

  /**
   * Runs a coroutine without a result.
   *
   * @param main what to run
   * @throws Exception as {@link #run(Awaitable)}
   */
  public void run(AsyncRunnable main) throws Exception {
    run(context, main);
  }

  /**
   * As {@link #run(Context, Awaitable)}, for a coroutine without a result.
   *
   * @param context the context itself, not a copy
   * @param main what to run
   * @throws Exception as {@link #run(Awaitable)}
   */
  public void run(Context context, AsyncRunnable main) throws Exception {
    this.<@Nullable Void>run(context, Futures.withoutResult(main));
  }

  /**
   * Cancels the tasks that are left and waits for their cleanup, closes the async generators, shuts
   * the default executor down, and closes the loop. Idempotent.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    EventLoop open = loop;
    if (open == null || open.isClosed()) {
      return;
    }
    try {
      open.runUntilComplete(() -> cancelAll(open));
      open.runUntilComplete(open.shutdownAsyncgens());
      open.runUntilComplete(open.shutdownDefaultExecutor(EXECUTOR_SHUTDOWN));
    } catch (Exception failure) {
      open.callExceptionHandler(new ExceptionContext("closing a runner failed", failure));
    } finally {
      open.close();
    }
  }

  /** Ends the tasks there are; tasks they create meanwhile are left to the closing of the loop. */
  private static @Nullable Void cancelAll(EventLoop loop) throws Exception {
    Set<Task<?>> tasks = new LinkedHashSet<>(loop.allTasks());
    tasks.remove(Task.current());
    for (Task<?> task : tasks) {
      task.cancel();
    }
    List<? extends Outcome<?>> outcomes = Asyncio.gatherOutcomes(tasks).await();
    int index = 0;
    for (Task<?> task : tasks) {
      if (outcomes.get(index++) instanceof Outcome.Failure<?> failure) {
        loop.callExceptionHandler(
            new ExceptionContext(
                    "unhandled exception during Asyncio.run() shutdown", failure.exception())
                .withFuture(task));
      }
    }
    return null;
  }
}
