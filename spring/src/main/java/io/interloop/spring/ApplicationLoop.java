// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static io.interloop.asyncio.ReturnWhen.ALL_COMPLETED;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The application's loop and the thread that runs it.
 *
 * <pre>
 *   STOPPED ──start──▶ RUNNING ──stop: the tasks are cancelled and awaited──▶ STOPPED
 *      └──destroy──▶ CLOSED
 * </pre>
 *
 * <p>It can be started again, for a context may be; what was scheduled and never ran, runs then.
 */
final class ApplicationLoop implements SmartLifecycle, DisposableBean {
  /**
   * Below the phases of the web server, which end at 3072 under the default: around all of them.
   */
  static final int PHASE = DEFAULT_PHASE - 4096;

  /** What a loop is given to stop in, beyond the time its tasks have. */
  private static final Duration LAST_TICK = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Duration shutdownTimeout;

  /**
   * The one thread that ever runs the loop: suspended coroutines of the mounted engine belong to
   * it. A daemon: whether the application goes on is not this loop's to say.
   */
  private final ExecutorService thread;

  /** The run, while RUNNING. Set by the thread that starts and stops the context. */
  private volatile @Nullable Future<?> run;

  /** Whether the loop is to end. Set by the loop when its tasks have, read by its thread. */
  private volatile boolean ending;

  ApplicationLoop(InterloopProperties properties) {
    loop = Asyncio.newEventLoop(properties.loopConfig());
    if (properties.slowCallbackDuration() != null) {
      loop.setSlowCallbackDuration(properties.slowCallbackDuration());
    }
    thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(properties.threadName()).factory());
    shutdownTimeout = properties.shutdownTimeout();
  }

  EventLoop loop() {
    return loop;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public boolean isRunning() {
    return run != null;
  }

  // ---- starting

  @Override
  public void start() {
    if (run == null) {
      ending = false;
      run = thread.submit(this::run);
    }
  }

  private void run() {
    while (!ending) {
      try {
        loop.runForever();
      } catch (Throwable error) {
        // As a server's thread would: the requests of others are not to wait for ever.
        loop.callExceptionHandler(
            new ExceptionContext("an error stopped the application's loop; it goes on", error));
      }
    }
  }

  // ---- stopping

  /** Cancels the tasks, waits for their cleanup as long as the properties say, and stops. */
  @Override
  public void stop() {
    Future<?> running = run;
    if (running == null) {
      return;
    }
    if (loop.isCurrent()) {
      throw new IllegalStateException(
          "the application cannot be closed on its own loop, as it would wait for itself:"
              + " use Asyncio.toThread");
    }
    loop.callSoonThreadsafe(
        () -> loop.createTask(TaskOptions.named("application shutdown"), this::endTasks));
    if (hasEnded(running)) {
      run = null;
    }
  }

  private void endTasks() throws Exception {
    Duration deadline = loop.time().plus(shutdownTimeout);
    // More than once, for a task's cleanup may start tasks.
    for (Set<Task<?>> left = otherTasks(); !left.isEmpty(); left = otherTasks()) {
      Duration time = deadline.minus(loop.time());
      if (!time.isPositive()) {
        break; // Closing the loop ends and reports them.
      }
      left.forEach(Task::cancel);
      var unused = Asyncio.wait(left, time, ALL_COMPLETED).await();
    }
    ending = true;
    loop.stop();
  }

  private Set<Task<?>> otherTasks() {
    Set<Task<?>> tasks = new LinkedHashSet<>(loop.allTasks());
    tasks.remove(Task.current());
    return tasks;
  }

  // ---- closing

  @Override
  public void destroy() {
    if (loop.isClosed()) {
      return;
    }
    stop();
    if (run != null) {
      loop.callExceptionHandler(
          new ExceptionContext(
              "the application's loop is left open: its thread does not come back from a callback"
                  + " or a task",
              null));
      return;
    }
    boolean unused = hasEnded(thread.submit(this::close));
    thread.shutdown();
  }

  private void close() {
    try {
      loop.runUntilComplete(loop.shutdownAsyncgens());
      loop.runUntilComplete(loop.shutdownDefaultExecutor(shutdownTimeout));
    } catch (Exception failure) {
      loop.callExceptionHandler(
          new ExceptionContext("closing the application's loop failed", failure));
    } finally {
      loop.close();
    }
  }

  /** Waits, for a while, and returns whether it has ended. An interrupt ends the waiting. */
  private boolean hasEnded(Future<?> work) {
    try {
      var unused = work.get(shutdownTimeout.plus(LAST_TICK).toMillis(), MILLISECONDS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException failure) {
      loop.callExceptionHandler(
          new ExceptionContext("the application's loop has failed", failure.getCause()));
      return true;
    }
  }
}
