// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncConsumer;
import io.interloop.AsyncFunction;
import io.interloop.AsyncRunnable;
import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.Conversion;
import io.interloop.Conversions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskFactory;
import io.interloop.TaskOptions;
import io.interloop.TimerHandle;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code asyncio} module, as far as it is functions.
 *
 * <pre>{@code
 * import static io.interloop.asyncio.Asyncio.*;
 *
 * run(() -> {
 *   System.out.println("Hello");
 *   sleep(ofSeconds(1)).await();
 *   System.out.println("World");
 * });
 * }</pre>
 *
 * <p>What may suspend returns an {@link Awaitable}, so that {@code .await()} marks every place
 * where other tasks may run. Methods that take a coroutine take a lambda with or without a result.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio.html">asyncio</a>
 */
public final class Asyncio {

  private Asyncio() {}

  // ---- running

  /**
   * Runs a coroutine in a new loop and returns its result. At the end it cancels the tasks that are
   * left, closes the async generators, shuts the default executor down and closes the loop. See
   * {@link Runner} for Ctrl-C.
   *
   * @param <T> the type of the result
   * @param main what to run
   * @return the result
   * @throws Exception what it failed with
   */
  @CanIgnoreReturnValue
  public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
    return run(LoopConfig.DEFAULT, main);
  }

  /**
   * Runs a coroutine without a result in a new loop.
   *
   * @param main what to run
   * @throws Exception what it failed with
   */
  public static void run(AsyncRunnable main) throws Exception {
    run(LoopConfig.DEFAULT, main);
  }

  /**
   * As {@link #run(Awaitable)}, with a loop of another configuration.
   *
   * @param <T> the type of the result
   * @param config how the loop is made
   * @param main what to run
   * @return the result
   * @throws Exception what it failed with
   */
  @CanIgnoreReturnValue
  public static <T extends @Nullable Object> T run(LoopConfig config, Awaitable<T> main)
      throws Exception {
    try (Runner runner = new Runner(config)) {
      return runner.run(main);
    }
  }

  /**
   * As {@link #run(AsyncRunnable)}, with a loop of another configuration.
   *
   * @param config how the loop is made
   * @param main what to run
   * @throws Exception what it failed with
   */
  public static void run(LoopConfig config, AsyncRunnable main) throws Exception {
    try (Runner runner = new Runner(config)) {
      runner.run(main);
    }
  }

  /** Creates a loop of the default configuration. Close it when it is done with. */
  public static EventLoop newEventLoop() {
    return newEventLoop(LoopConfig.DEFAULT);
  }

  /**
   * Creates a loop. Close it when it is done with.
   *
   * @param config how it is made
   */
  public static EventLoop newEventLoop(LoopConfig config) {
    return new CoreLoop(config);
  }

  /**
   * Returns the loop that runs the calling code.
   *
   * @throws IllegalStateException if none does
   */
  public static EventLoop getRunningLoop() {
    return EventLoop.running();
  }

  static CoreLoop coreLoop(EventLoop loop) {
    if (loop instanceof CoreLoop own) {
      return own;
    }
    throw new IllegalStateException("not a loop of io.interloop.asyncio: " + loop);
  }

  private static CoreLoop running() {
    return coreLoop(EventLoop.running());
  }

  // ---- tasks

  /**
   * Creates a task in the running loop; it starts in the next tick.
   *
   * @param <T> the type of the result
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  public static <T extends @Nullable Object> Task<T> createTask(Awaitable<T> coroutine) {
    return EventLoop.running().createTask(coroutine);
  }

  /**
   * Creates a task of a coroutine without a result.
   *
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  public static Task<@Nullable Void> createTask(AsyncRunnable coroutine) {
    return EventLoop.running().createTask(coroutine);
  }

  /**
   * Creates a task.
   *
   * @param <T> the type of the result
   * @param options its name, context and start
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  public static <T extends @Nullable Object> Task<T> createTask(
      TaskOptions options, Awaitable<T> coroutine) {
    return EventLoop.running().createTask(options, coroutine);
  }

  /**
   * Creates a task of a coroutine without a result.
   *
   * @param options its name, context and start
   * @param coroutine what the task drives
   * @return the task
   */
  @CanIgnoreReturnValue
  public static Task<@Nullable Void> createTask(TaskOptions options, AsyncRunnable coroutine) {
    return EventLoop.running().createTask(options, coroutine);
  }

  /** Returns the task that is running, or null in a callback. */
  public static @Nullable Task<?> currentTask() {
    return Task.current();
  }

  /** Returns the running loop's tasks that are not done, in the order of their creation. */
  public static Set<Task<?>> allTasks() {
    return EventLoop.running().allTasks();
  }

  /**
   * Returns a future for something to await: itself, if it is a future; a new task, if it is a
   * coroutine.
   *
   * @param <T> the type of the result
   * @param awaitable what to await
   * @return the future
   */
  public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
    return Futures.ensureFuture(EventLoop.running(), awaitable);
  }

  /** Returns a task factory that starts every task eagerly, unless its options say otherwise. */
  public static TaskFactory eagerTaskFactory() {
    return new TaskFactory() {
      @Override
      public <T extends @Nullable Object> Task<T> create(
          EventLoop loop, Awaitable<T> coroutine, TaskOptions options) {
        boolean unsaid = options.start() == TaskOptions.Start.DEFAULT;
        return loop.newTask(coroutine, unsaid ? options.eager() : options);
      }
    };
  }

  // ---- waiting

  /**
   * Waits for anything that an adapter knows: a Mono, a Single, a CompletableFuture.
   *
   * <pre>{@code
   * String name = await(mono);
   * }</pre>
   *
   * <p>As {@code Conversions.convert(source).await()}; see {@link Conversion}. Where nothing else
   * says the type, as in an argument of an overloaded method, it is named: {@code
   * Asyncio.<String>await(mono)}.
   *
   * @param <T> the type that the caller expects, unchecked
   * @param source what to wait for
   * @return its value, or null if it has none
   * @throws Exception what it failed with
   * @throws CancelledError if it or the current task is cancelled
   * @throws IllegalArgumentException if its type is not known, or it has many values
   */
  @CanIgnoreReturnValue
  @SuppressWarnings("TypeParameterUnusedInFormals") // the alternative is a cast
  public static <T extends @Nullable Object> T await(Object source) throws Exception {
    return Conversions.convert(source).await();
  }

  /**
   * Returns a coroutine that suspends the task for a while; for one tick if the delay is zero or
   * less.
   *
   * @param delay how long
   */
  public static Awaitable<@Nullable Void> sleep(Duration delay) {
    return Asyncio.<@Nullable Void>sleep(delay, null);
  }

  /**
   * Returns a coroutine that suspends the task for a while and then returns a value.
   *
   * @param <T> the type of the result
   * @param delay how long; one tick if zero or less
   * @param result the value
   */
  public static <T extends @Nullable Object> Awaitable<T> sleep(Duration delay, T result) {
    Objects.requireNonNull(delay, "delay");
    return () -> {
      if (delay.isZero() || delay.isNegative()) {
        yieldOneTick();
        return result;
      }
      EventLoop loop = EventLoop.running();
      Promise<T> promise = loop.createPromise();
      TimerHandle timer = loop.callLater(delay, () -> Futures.setResultUnlessDone(promise, result));
      try {
        return promise.await();
      } finally {
        timer.cancel();
      }
    };
  }

  private static void yieldOneTick() {
    if (Task.current() instanceof CoreTask<?> task) {
      task.yieldOneTick();
      return;
    }
    EventLoop loop = EventLoop.running();
    throw new IllegalStateException(
        "sleep in a callback of " + loop + ": only a task can sleep; use callLater");
  }

  /**
   * Runs coroutines beside each other and collects their results. The first failure is the whole's;
   * the others go on. Cancelling the returned future cancels all of them. A future given twice is
   * one child; a coroutine given twice runs twice.
   *
   * @param <T> the type of the results
   * @param awaitables coroutines and futures; a coroutine becomes a task
   * @return a future of the results, in the order of the arguments; done, if all children are
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <T extends @Nullable Object> Future<List<T>> gather(
      Awaitable<? extends T>... awaitables) {
    return gather(Arrays.asList(awaitables));
  }

  /**
   * As {@link #gather(Awaitable[])}.
   *
   * @param <T> the type of the results
   * @param awaitables coroutines and futures
   * @return a future of the results, in order
   */
  public static <T extends @Nullable Object> Future<List<T>> gather(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return Gathering.results(running(), awaitables);
  }

  /**
   * Runs coroutines beside each other and collects how they ended; no failure ends the whole.
   * Python's {@code gather(..., return_exceptions=True)}.
   *
   * @param <T> the type of the results
   * @param awaitables coroutines and futures; a coroutine becomes a task
   * @return a future of the outcomes, in the order of the arguments
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherOutcomes(
      Awaitable<? extends T>... awaitables) {
    return gatherOutcomes(Arrays.asList(awaitables));
  }

  /**
   * As {@link #gatherOutcomes(Awaitable[])}.
   *
   * @param <T> the type of the results
   * @param awaitables coroutines and futures
   * @return a future of the outcomes, in order
   */
  public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherOutcomes(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return Gathering.outcomes(running(), awaitables);
  }

  /**
   * Returns a coroutine that waits for futures, and cancels none of them. (Call it as {@code
   * Asyncio.wait}: the bare name is Java's {@link Object#wait()}.)
   *
   * @param <F> the type of the futures
   * @param futures what to wait for; at least one; coroutines have to be made tasks first
   * @param returnWhen when it is enough
   */
  public static <F extends Future<?>> Awaitable<DoneAndPending<F>> wait(
      Collection<? extends F> futures, ReturnWhen returnWhen) {
    return wait(futures, null, returnWhen);
  }

  /**
   * As {@link #wait(Collection, ReturnWhen)}, for a limited time; running out of it is no failure.
   *
   * @param <F> the type of the futures
   * @param futures what to wait for; at least one
   * @param timeout how long, or null for no limit
   * @param returnWhen when it is enough
   */
  public static <F extends Future<?>> Awaitable<DoneAndPending<F>> wait(
      Collection<? extends F> futures, @Nullable Duration timeout, ReturnWhen returnWhen) {
    if (futures.isEmpty()) {
      throw new IllegalArgumentException("Set of Tasks/Futures is empty.");
    }
    return () -> Waiting.wait(futures, timeout, returnWhen);
  }

  /**
   * Returns a coroutine that waits for a limited time. A coroutine runs inline in the current task
   * and context. When the time is up, what is awaited is cancelled, and {@link
   * java.util.concurrent.TimeoutException} is thrown once it has ended; a coroutine with a timeout
   * of zero or less never starts.
   *
   * @param <T> the type of the result
   * @param awaitable what to wait for
   * @param timeout how long, or null for no limit
   */
  public static <T extends @Nullable Object> Awaitable<T> waitFor(
      Awaitable<T> awaitable, @Nullable Duration timeout) {
    Objects.requireNonNull(awaitable, "awaitable");
    return () ->
        timeout != null && (timeout.isZero() || timeout.isNegative())
            ? doneOrCancel(ensureFuture(awaitable))
            : timeout(timeout, awaitable).await();
  }

  private static <T extends @Nullable Object> T doneOrCancel(Future<T> future) throws Exception {
    if (future.done()) {
      return future.result();
    }
    Promise<@Nullable Void> ended = EventLoop.running().createPromise();
    java.util.function.Consumer<Future<T>> release =
        done -> Futures.<@Nullable Void>setResultUnlessDone(ended, null);
    future.addDoneCallback(release);
    try {
      future.cancel();
      // Not the future itself: we may be cancelled, and that must not count as its end.
      ended.await();
    } finally {
      future.removeDoneCallback(release);
    }
    try {
      return future.result();
    } catch (CancelledError error) {
      throw Timeout.timedOut(error);
    }
  }

  /**
   * Returns a coroutine that runs a body under a timeout.
   *
   * @param <T> the type of the result
   * @param delay how long it may take, or null for no limit
   * @param body what to run, in the same task
   */
  public static <T extends @Nullable Object> Awaitable<T> timeout(
      @Nullable Duration delay, Awaitable<T> body) {
    AsyncFunction<Timeout, T> ignoringScope = scope -> body.await();
    return timeout(delay, ignoringScope);
  }

  /**
   * As {@link #timeout(Duration, Awaitable)}, for a body without a result.
   *
   * @param delay how long it may take, or null for no limit
   * @param body what to run, in the same task
   */
  public static Awaitable<@Nullable Void> timeout(@Nullable Duration delay, AsyncRunnable body) {
    return timeout(
        delay,
        scope -> {
          body.run();
        });
  }

  /**
   * As {@link #timeout(Duration, Awaitable)}, for a body that looks at its timeout or reschedules
   * it.
   *
   * @param <T> the type of the result
   * @param delay how long it may take, or null for no limit
   * @param body what to run, in the same task; is given the timeout
   */
  public static <T extends @Nullable Object> Awaitable<T> timeout(
      @Nullable Duration delay, AsyncFunction<? super Timeout, ? extends T> body) {
    return () -> {
      Duration when = delay == null ? null : EventLoop.running().time().plus(delay);
      return new Timeout(when).<T>run(body).await();
    };
  }

  /**
   * As {@link #timeout(Duration, AsyncFunction)}, for a body without a result.
   *
   * @param delay how long it may take, or null for no limit
   * @param body what to run, in the same task; is given the timeout
   */
  @SuppressWarnings("overloads") // a block either returns something or does not
  public static Awaitable<@Nullable Void> timeout(
      @Nullable Duration delay, AsyncConsumer<? super Timeout> body) {
    return Asyncio.<@Nullable Void>timeout(delay, withoutResult(body));
  }

  /**
   * Returns a coroutine that runs a body under a deadline.
   *
   * @param <T> the type of the result
   * @param when the deadline, on the clock of {@link EventLoop#time()}, or null for none
   * @param body what to run, in the same task
   */
  public static <T extends @Nullable Object> Awaitable<T> timeoutAt(
      @Nullable Duration when, Awaitable<T> body) {
    return () -> new Timeout(when).<T>run(scope -> body.await()).await();
  }

  /**
   * Protects a future from the cancellation of those who await it: only the returned future is
   * cancelled then. If the protected one fails afterwards, the exception handler is told.
   *
   * @param <T> the type of the result
   * @param awaitable what to protect; a coroutine becomes a task
   * @return a future that ends as the protected one does
   */
  public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
    return Shield.of(ensureFuture(awaitable));
  }

  /**
   * Returns futures in the order in which they complete.
   *
   * @param <T> the type of the results
   * @param awaitables coroutines and futures; a coroutine becomes a task
   */
  public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return asCompleted(awaitables, null);
  }

  /**
   * Returns futures in the order in which they complete, for a limited time.
   *
   * @param <T> the type of the results
   * @param awaitables coroutines and futures; a coroutine becomes a task
   * @param timeout how long, from now on, or null for no limit
   */
  public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
      Collection<? extends Awaitable<? extends T>> awaitables, @Nullable Duration timeout) {
    return new AsCompleted<>(EventLoop.running(), awaitables, timeout);
  }

  // ---- scopes and streams

  /**
   * Returns a coroutine that runs a body with a new {@link TaskGroup} and then waits for the group.
   *
   * @param <T> the type of the result
   * @param body what to run, in the current task; is given the group
   */
  public static <T extends @Nullable Object> Awaitable<T> taskGroup(
      AsyncFunction<? super TaskGroup, ? extends T> body) {
    return () -> new TaskGroup().<T>run(body).await();
  }

  /**
   * As {@link #taskGroup(AsyncFunction)}, for a body without a result.
   *
   * @param body what to run, in the current task; is given the group
   */
  @SuppressWarnings("overloads") // a block either returns something or does not
  public static Awaitable<@Nullable Void> taskGroup(AsyncConsumer<? super TaskGroup> body) {
    return Asyncio.<@Nullable Void>taskGroup(withoutResult(body));
  }

  private static <A> AsyncFunction<A, @Nullable Void> withoutResult(AsyncConsumer<? super A> body) {
    return argument -> {
      body.accept(argument);
      return null;
    };
  }

  /**
   * Returns the items that a coroutine yields: Python's async generator. The body runs inline in
   * the task that reads the stream; it begins with the first item asked for. Closing the stream
   * throws {@link io.interloop.GeneratorExit} where the body last yielded.
   *
   * <pre>{@code
   * AsyncStream<Integer> ticker = generator(out -> {
   *   for (int i = 0; ; i++) {
   *     sleep(ofSeconds(1)).await();
   *     out.yield(i);
   *   }
   * });
   * }</pre>
   *
   * @param <T> the type of the items
   * @param body the coroutine
   * @return the stream, to be iterated over once
   */
  public static <T> AsyncStream<T> generator(AsyncConsumer<? super Yielder<T>> body) {
    return new AsyncGenerator<>(body);
  }

  // ---- introspection

  /** Returns who waits for the running task, or null in a callback. */
  public static @Nullable CallGraph captureCallGraph() {
    return CallGraph.ofCurrentTask();
  }

  /**
   * Returns who waits for a future, who waits for them, and so on. Must be called on the future's
   * loop.
   *
   * @param future the future or task
   */
  public static CallGraph captureCallGraph(Future<?> future) {
    return CallGraph.of(future);
  }

  /**
   * Prints who waits for a future. asyncio's {@code print_call_graph}; {@link CallGraph#format()}
   * is its {@code format_call_graph}.
   *
   * @param future the future or task
   * @param out where to print
   */
  public static void printCallGraph(Future<?> future, PrintStream out) {
    out.print(captureCallGraph(future).format());
  }

  // ---- threads

  /**
   * Returns a coroutine that runs blocking code on the default executor, in a copy of the current
   * context.
   *
   * @param <T> the type of the result
   * @param code what to run
   * @see EventLoop#runInExecutor
   */
  public static <T extends @Nullable Object> Awaitable<T> toThread(Callable<T> code) {
    Objects.requireNonNull(code, "code");
    return () -> {
      Context context = Context.copyOfCurrent();
      return EventLoop.running().<T>runInExecutor(null, () -> context.run(code)).await();
    };
  }

  /**
   * Runs a coroutine as a task of a loop that runs in another thread. Any thread may call it.
   *
   * @param <T> the type of the result
   * @param coroutine what to run
   * @param loop the loop
   * @return completes as the task does, on the loop's thread; cancelling it cancels the task
   */
  @CanIgnoreReturnValue
  public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
      Awaitable<T> coroutine, EventLoop loop) {
    return ThreadsafeRun.start(coroutine, loop);
  }
}
