// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.spi.Execution;
import io.interloop.spi.Inlet;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks and tasks one at a time, in a known order.
 *
 * <p><b>A tick.</b> The loop works in ticks. Each takes what other threads handed in, waits for the
 * nearest timer if nothing is ready, appends the timers that are due to the ready queue, and then
 * runs what stands in the queue at that moment, first in, first out. What is scheduled meanwhile
 * waits for the next tick. A callback never runs inside the call that schedules it. Timers with
 * equal deadlines run in the order they were set.
 *
 * <p><b>Threads.</b> A loop is not a thread: exactly one thread at a time runs its code. Every
 * method is for that code, or for any thread while the loop is not running, but for those that say
 * they may be called from anywhere; calls from a foreign thread are refused with an {@link
 * IllegalStateException}.
 *
 * <p><b>After {@link #close()}</b> everything that schedules throws {@link IllegalStateException}.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-eventloop.html">asyncio: event loop</a>
 */
public interface EventLoop {

  // ---- which loop

  /**
   * Returns the loop that runs the calling code. asyncio's {@code get_running_loop}.
   *
   * @throws IllegalStateException if no loop runs here
   */
  static EventLoop running() {
    EventLoop loop = runningOrNull();
    if (loop == null) {
      throw new IllegalStateException(
          "no running event loop: call this from a task or a callback of a loop,"
              + " for example inside Asyncio.run(() -> ...)");
    }
    return loop;
  }

  /** Returns the loop that runs the calling code, or null if none does. */
  static @Nullable EventLoop runningOrNull() {
    return Execution.current().loop();
  }

  /** Returns whether the calling code is run by this loop. Any thread may ask. */
  default boolean isCurrent() {
    return runningOrNull() == this;
  }

  /**
   * Returns whether this loop needs the calling thread to go on, so that waiting there for one of
   * its results would be waiting for ever: its own code, and the host's thread of a guest. Any
   * thread may ask.
   */
  default boolean isNeededHere() {
    return isCurrent();
  }

  // ---- callbacks and timers

  /**
   * Has a callback run in the next tick, in a copy of the current context.
   *
   * @param callback what to run; what it throws goes to the exception handler
   * @return its handle
   */
  @CanIgnoreReturnValue
  default Handle callSoon(Runnable callback) {
    return callSoon(Context.copyOfCurrent(), callback);
  }

  /**
   * Has a callback run in the next tick.
   *
   * @param context the context to run it in, itself and not a copy
   * @param callback what to run; what it throws goes to the exception handler
   * @return its handle
   */
  @CanIgnoreReturnValue
  Handle callSoon(Context context, Runnable callback);

  /**
   * As {@link #callSoon(Runnable)}, from any thread. The handle may be cancelled from any thread.
   *
   * @param callback what to run
   * @return its handle
   */
  @CanIgnoreReturnValue
  default Handle callSoonThreadsafe(Runnable callback) {
    return callSoonThreadsafe(Context.copyOfCurrent(), callback);
  }

  /**
   * As {@link #callSoon(Context, Runnable)}, from any thread.
   *
   * @param context the context to run it in, itself and not a copy
   * @param callback what to run
   * @return its handle
   */
  @CanIgnoreReturnValue
  Handle callSoonThreadsafe(Context context, Runnable callback);

  /**
   * Has a callback run after a delay, in a copy of the current context.
   *
   * @param delay how long to wait; zero or less means the next tick, after what is ready
   * @param callback what to run
   * @return its handle
   */
  @CanIgnoreReturnValue
  default TimerHandle callLater(Duration delay, Runnable callback) {
    return callAt(time().plus(delay), callback);
  }

  /**
   * Has a callback run at a time, in a copy of the current context.
   *
   * @param when the time, on the clock of {@link #time()}
   * @param callback what to run
   * @return its handle
   */
  @CanIgnoreReturnValue
  default TimerHandle callAt(Duration when, Runnable callback) {
    return callAt(when, Context.copyOfCurrent(), callback);
  }

  /**
   * Has a callback run at a time.
   *
   * @param when the time, on the clock of {@link #time()}
   * @param context the context to run it in, itself and not a copy
   * @param callback what to run
   * @return its handle
   */
  @CanIgnoreReturnValue
  TimerHandle callAt(Duration when, Context context, Runnable callback);

  /** Returns the time on this loop's clock: monotonic, from an origin of its own. Any thread. */
  Duration time();

  // ---- promises and tasks

  /**
   * Creates a promise of this loop. asyncio's {@code create_future}.
   *
   * @param <T> the type of the result
   */
  <T extends @Nullable Object> Promise<T> createPromise();

  /**
   * Creates a task: the coroutine starts in the next tick, in a copy of the current context.
   *
   * @param <T> the type of the result
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  default <T extends @Nullable Object> Task<T> createTask(Awaitable<T> coroutine) {
    return createTask(TaskOptions.DEFAULT, coroutine);
  }

  /**
   * Creates a task of a coroutine without a result.
   *
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  default Task<@Nullable Void> createTask(AsyncRunnable coroutine) {
    return createTask(TaskOptions.DEFAULT, coroutine);
  }

  /**
   * Creates a task, as the {@link TaskFactory} has it.
   *
   * @param <T> the type of the result
   * @param options its name, context and start
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  <T extends @Nullable Object> Task<T> createTask(TaskOptions options, Awaitable<T> coroutine);

  /**
   * Creates a task of a coroutine without a result.
   *
   * @param options its name, context and start
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  default Task<@Nullable Void> createTask(TaskOptions options, AsyncRunnable coroutine) {
    return this.<@Nullable Void>createTask(
        options,
        () -> {
          coroutine.run();
          return null;
        });
  }

  /**
   * Creates a task without asking the {@link TaskFactory}: what a factory calls.
   *
   * @param <T> the type of the result
   * @param coroutine what the task drives
   * @param options its name, context and start
   * @return the task
   */
  <T extends @Nullable Object> Task<T> newTask(Awaitable<T> coroutine, TaskOptions options);

  /**
   * Has every task of this loop made by a factory.
   *
   * @param factory the factory, or null for the default
   */
  void setTaskFactory(@Nullable TaskFactory factory);

  /** Returns the task factory, or null for the default. */
  @Nullable TaskFactory getTaskFactory();

  /** Returns this loop's tasks that are not done, in the order of their creation. */
  Set<Task<?>> allTasks();

  // ---- other threads

  /**
   * Runs blocking code on an executor and returns a future of this loop for its result. The code
   * sees no context variables; {@code Asyncio.toThread} hands them over.
   *
   * <p><i>Cancelling</i> the future takes a job back that has not started; one that runs is not
   * interrupted, and its late result is dropped.
   *
   * @param <T> the type of the result
   * @param executor where to run it, or null for the default executor: up to {@code min(32, cores +
   *     4)} daemon threads, started when needed
   * @param code what to run
   * @return the future
   * @throws IllegalStateException if the default executor was shut down
   */
  <T extends @Nullable Object> Future<T> runInExecutor(
      @Nullable Executor executor, Callable<T> code);

  /**
   * Replaces the default executor. This loop does not shut it down.
   *
   * @param executor the executor
   */
  void setDefaultExecutor(Executor executor);

  // ---- many values

  /**
   * Returns the values of a publisher as a stream to iterate over in this loop's tasks. It
   * subscribes when the iteration starts.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param options prefetch, discard hook and the like
   * @return the stream, to be iterated over once
   */
  default <T> AsyncStream<T> stream(
      Flow.Publisher<? extends T> publisher, ConversionOptions options) {
    return stream(publisher, new Inlet.Source("the publisher"), options);
  }

  /**
   * As {@link #stream(Flow.Publisher, ConversionOptions)}, for adapters.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param source what to call the publisher, and its library's hook for late failures
   * @param options prefetch, discard hook and the like
   * @return the stream, to be iterated over once
   */
  <T> AsyncStream<T> stream(
      Flow.Publisher<? extends T> publisher, Inlet.Source source, ConversionOptions options);

  /**
   * Returns a publisher that iterates over a new stream for each subscriber, in a task of this
   * loop, one item for each that is requested. Any thread may subscribe.
   *
   * @param <T> the type of the items
   * @param source makes the stream; called on the loop, once for each subscriber
   * @param options discard hook and the like
   * @return the publisher
   */
  <T> Flow.Publisher<T> publisher(
      Supplier<? extends AsyncStream<? extends T>> source, ConversionOptions options);

  // ---- running, stopping, closing

  /**
   * Runs until the future is done and returns its result. The loop then goes on for one more tick,
   * so that callbacks of the last moment still run.
   *
   * @param <T> the type of the result
   * @param awaitable a future of this loop; anything else is made a task first
   * @return the result
   * @throws Exception what it failed with
   * @throws CancelledError if it was cancelled
   * @throws IllegalStateException if this loop is closed or running, if another loop runs in this
   *     thread, or if the loop was stopped first
   */
  @CanIgnoreReturnValue
  <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable) throws Exception;

  /**
   * Runs until {@link #stop()}. If that was called before, runs one tick without waiting.
   *
   * @throws IllegalStateException if this loop is closed or running, or another runs in this thread
   */
  void runForever();

  /** Has the loop stop after the current tick. What is scheduled stays for the next run. */
  void stop();

  /** Returns whether the loop is running. Any thread may ask. */
  boolean isRunning();

  /** Returns whether the loop is closed. Any thread may ask. */
  boolean isClosed();

  /**
   * Closes the loop for good. What is scheduled is dropped; tasks that wait are ended with {@link
   * GeneratorExit}, so that their cleanup runs; failures nobody has retrieved are reported.
   * Idempotent.
   *
   * @throws IllegalStateException if the loop is running
   */
  void close();

  /** Closes every stream of an async generator that was begun and not ended. */
  Awaitable<@Nullable Void> shutdownAsyncgens();

  /**
   * Shuts the default executor down and waits for its jobs.
   *
   * @param timeout how long to wait for them, or null for no limit; what still runs then is left to
   *     itself, and a warning is logged
   */
  Awaitable<@Nullable Void> shutdownDefaultExecutor(@Nullable Duration timeout);

  // ---- errors and debugging

  /**
   * Sets where reports go.
   *
   * @param handler the handler, or null for the default, which logs them at level ERROR
   */
  void setExceptionHandler(@Nullable ExceptionHandler handler);

  /** Returns the handler that was set, or null. */
  @Nullable ExceptionHandler getExceptionHandler();

  /**
   * Reports to the exception handler. Any thread may call it, also after the loop was closed.
   *
   * @param context the report
   */
  void callExceptionHandler(ExceptionContext context);

  /**
   * Logs a report at level ERROR to the {@link System.Logger} named {@code io.interloop}.
   *
   * @param context the report
   */
  void defaultExceptionHandler(ExceptionContext context);

  /** Returns whether debug mode is on. */
  boolean getDebug();

  /**
   * Turns debug mode on or off. It keeps where futures, tasks and callbacks were created, and warns
   * of callbacks and task steps that take longer than {@link #getSlowCallbackDuration()}.
   *
   * @param enabled whether it is on
   */
  void setDebug(boolean enabled);

  /** Returns from when on a callback counts as slow; 100 ms unless set. */
  Duration getSlowCallbackDuration();

  /**
   * Says from when on a callback counts as slow.
   *
   * @param duration the threshold
   */
  void setSlowCallbackDuration(Duration duration);
}
