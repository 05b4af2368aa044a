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
import io.interloop.spi.Host;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
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
 * <table>
 * <caption>What is here</caption>
 * <tr><td>running<td>{@link #run run}, {@link #newEventLoop() newEventLoop}, {@link
 *     #getRunningLoop getRunningLoop}
 * <tr><td>tasks<td>{@link #createTask(Awaitable) createTask}, {@link #currentTask() currentTask},
 *     {@link #allTasks() allTasks}, {@link #ensureFuture ensureFuture}, {@link #eagerTaskFactory
 *     eagerTaskFactory}
 * <tr><td>waiting<td>{@link #await(Object) await}, {@link #sleep(Duration) sleep}, {@link #gather(Awaitable[]) gather}, {@link
 *     #gatherOutcomes(Awaitable[]) gatherOutcomes}, {@link #wait(Collection, ReturnWhen) wait},
 *     {@link #waitFor waitFor}, {@link #asCompleted(Collection) asCompleted}, {@link #shield
 *     shield}
 * <tr><td>scopes<td>{@link #taskGroup(AsyncFunction) taskGroup}, {@link #timeout(Duration,
 *     Awaitable) timeout}, {@link #timeoutAt timeoutAt}
 * <tr><td>many values<td>{@link #generator generator}
 * <tr><td>threads and other loops<td>{@link #toThread toThread}, {@link #runCoroutineThreadsafe
 *     runCoroutineThreadsafe}, {@link #toLoop(EventLoop, Awaitable) toLoop}, {@link #wrapFuture
 *     wrapFuture}
 * <tr><td>introspection<td>{@link #captureCallGraph() captureCallGraph}, {@link #formatCallGraph()
 *     formatCallGraph}, {@link #printCallGraph(PrintStream) printCallGraph}
 * </table>
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
    return new CoreLoop(config, null);
  }

  /**
   * Creates a loop that lives in another application's event loop or executor, its host, instead of
   * running one of its own. As {@link #newGuestLoop(Host, LoopConfig)}, of the default
   * configuration.
   *
   * @param host what runs it
   */
  public static EventLoop newGuestLoop(Host host) {
    return newGuestLoop(host, LoopConfig.DEFAULT);
  }

  /**
   * Creates a loop that lives in another application's event loop or executor, its host, instead of
   * running one of its own.
   *
   * <pre>{@code
   * EventLoop loop = newGuestLoop(Hosts.swing());
   * button.addActionListener(click -> loop.createTask(() -> {
   *   label.setText("...");
   *   label.setText(toThread(this::download).await());
   * }));
   * }</pre>
   *
   * <p>It runs from the first task or callback on: one tick in one turn of the host, and no more
   * than 256 callbacks and steps; what is left then waits for the next turn. While there is nothing
   * to do it takes neither a thread nor time of its host.
   *
   * <p><b>Threads.</b> Callbacks run on the host's thread. Coroutines do so too under the {@link
   * EngineKind#MOUNTED mounted} engine. Under {@link EngineKind#HANDOFF} they run on virtual
   * threads while the host's thread waits: they must not touch what is confined to it, such as
   * Swing's components, nor wait for it. The program above is for the mounted engine. Tasks may be
   * created and cancelled on the host's thread, if the host knows it; other threads use {@code
   * callSoonThreadsafe} and {@link #runCoroutineThreadsafe}, whose result also lets them wait.
   *
   * <p><b>Not for a guest.</b> {@code runForever}, {@code runUntilComplete} and {@code stop} throw
   * {@link IllegalStateException}, and so does waiting on the host's thread for what {@link
   * #runCoroutineThreadsafe} returned. What runs within a turn keeps everything else waiting: a
   * modal dialog stops the loop until it is closed.
   *
   * <p><b>Closing.</b> Tasks that wait are ended on the host's thread; {@code close} from another
   * one waits for that. Within a turn it throws: there, {@code host.execute(loop::close)} does it.
   * Close the loop before its host shuts down. A host that refuses to run it is reported to the
   * exception handler, and closes the loop.
   *
   * @param host what runs it
   * @param config how it is made; without a backend, as the host has the time
   */
  public static EventLoop newGuestLoop(Host host, LoopConfig config) {
    return new CoreLoop(config, Objects.requireNonNull(host, "host"));
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

  /**
   * Returns the task that a loop is running, or null if it runs a callback, or nothing. asyncio's
   * {@code current_task(loop)}.
   *
   * @param loop the loop that runs the calling code, or one that is not running
   * @throws IllegalStateException if the loop runs in another thread: the answer would be old when
   *     it came
   */
  public static @Nullable Task<?> currentTask(EventLoop loop) {
    CoreLoop asked = coreLoop(loop);
    asked.checkThread();
    return asked.execution.task();
  }

  /**
   * Returns a loop's tasks that are not done. asyncio's {@code all_tasks(loop)}.
   *
   * @param loop the loop that runs the calling code, or one that is not running
   * @throws IllegalStateException if the loop runs in another thread; have it asked there, with
   *     {@link #runCoroutineThreadsafe} or {@link #toLoop}
   */
  public static Set<Task<?>> allTasks(EventLoop loop) {
    return loop.allTasks();
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
    return isOneTick(delay)
        ? () -> Asyncio.<@Nullable Void>yieldOneTick(null)
        : Asyncio.<@Nullable Void>sleep(delay, null);
  }

  /**
   * Returns a coroutine that suspends the task for a while and then returns a value.
   *
   * @param <T> the type of the result
   * @param delay how long; one tick if zero or less
   * @param result the value
   */
  public static <T extends @Nullable Object> Awaitable<T> sleep(Duration delay, T result) {
    if (isOneTick(delay)) {
      return () -> yieldOneTick(result);
    }
    return () -> {
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

  private static boolean isOneTick(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    return delay.isZero() || delay.isNegative();
  }

  private static <T extends @Nullable Object> T yieldOneTick(T result) {
    if (Task.current() instanceof CoreTask<?> task) {
      task.yieldOneTick();
      return result;
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
    return () -> {
      if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
        return doneOrCancel(ensureFuture(awaitable));
      }
      // Awaiting what is done suspends nobody, so no deadline can strike meanwhile.
      boolean done = awaitable instanceof Future<T> future && future.done();
      return done ? awaitable.await() : timeout(timeout, awaitable).await();
    };
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
   * <p>A lambda that is a single expression is ambiguous, as with {@link
   * #taskGroup(AsyncFunction)}: write {@code (Timeout scope) -> f(scope)} where the result is
   * meant.
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
   * As {@link #timeout(Duration, AsyncFunction)}, for a body without a result: a lambda in braces,
   * as {@code scope -> { f(scope); }}.
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
   * <p>A lambda that is a single expression may be a body with a result or one without, and javac
   * calls it ambiguous. Say which: {@code (TaskGroup g) -> f(g)} has a result, {@code g -> { f(g);
   * }} has none.
   *
   * @param <T> the type of the result
   * @param body what to run, in the current task; is given the group
   */
  public static <T extends @Nullable Object> Awaitable<T> taskGroup(
      AsyncFunction<? super TaskGroup, ? extends T> body) {
    return () -> new TaskGroup().<T>run(body).await();
  }

  /**
   * As {@link #taskGroup(AsyncFunction)}, for a body without a result: a lambda in braces, as
   * {@code g -> { f(g); }}.
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

  /**
   * Returns who waits for the running task, or null in a callback. asyncio's {@code
   * capture_call_graph()}.
   *
   * @throws IllegalStateException if no loop runs the calling code
   */
  public static @Nullable CallGraph captureCallGraph() {
    return CallGraph.ofCurrentTask(1, CallGraph.NO_LIMIT);
  }

  /**
   * Returns who waits for a future, who waits for them, and so on. Must be called on the future's
   * loop.
   *
   * @param future the future or task
   */
  public static CallGraph captureCallGraph(Future<?> future) {
    return captureCallGraph(future, 1, CallGraph.NO_LIMIT);
  }

  /**
   * As {@link #captureCallGraph(Future)}, with less of the stacks. asyncio's {@code
   * capture_call_graph(future, depth=, limit=)}.
   *
   * @param future the future or task
   * @param depth if the future is the running task, from which call on its stack is captured: 1 is
   *     the caller of this method, 2 the caller's caller
   * @param limit at most how many calls are captured of each stack: the outermost ones if positive,
   *     the innermost if negative; 0 for who waits for whom alone, {@link CallGraph#NO_LIMIT} for
   *     everything
   */
  public static CallGraph captureCallGraph(Future<?> future, int depth, int limit) {
    return CallGraph.of(future, depth, limit);
  }

  /**
   * Returns the graph of the running task as text, empty in a callback. asyncio's {@code
   * format_call_graph()}.
   *
   * @throws IllegalStateException if no loop runs the calling code
   */
  public static String formatCallGraph() {
    CallGraph graph = captureCallGraph();
    return graph == null ? "" : graph.format();
  }

  /**
   * Returns the graph of a future as text.
   *
   * @param future the future or task
   */
  public static String formatCallGraph(Future<?> future) {
    return captureCallGraph(future).format();
  }

  /**
   * Returns the graph of a future as text, with less of the stacks.
   *
   * @param future the future or task
   * @param depth as for {@link #captureCallGraph(Future, int, int)}
   * @param limit as for {@link #captureCallGraph(Future, int, int)}
   */
  public static String formatCallGraph(Future<?> future, int depth, int limit) {
    return captureCallGraph(future, depth, limit).format();
  }

  /**
   * Prints who waits for the running task; nothing in a callback. asyncio's {@code
   * print_call_graph(file=)}.
   *
   * @param out where to print
   * @throws IllegalStateException if no loop runs the calling code
   */
  public static void printCallGraph(PrintStream out) {
    out.print(formatCallGraph());
  }

  /**
   * Prints who waits for a future.
   *
   * @param future the future or task
   * @param out where to print
   */
  public static void printCallGraph(Future<?> future, PrintStream out) {
    out.print(formatCallGraph(future));
  }

  /**
   * Prints who waits for a future, with less of the stacks.
   *
   * @param future the future or task
   * @param out where to print
   * @param depth as for {@link #captureCallGraph(Future, int, int)}
   * @param limit as for {@link #captureCallGraph(Future, int, int)}
   */
  public static void printCallGraph(Future<?> future, PrintStream out, int depth, int limit) {
    out.print(formatCallGraph(future, depth, limit));
  }

  /**
   * Says that a future is waited for on behalf of another one, for call graphs. Tasks that await
   * show there by themselves, as do gather, wait, shield and groups; what says it is a combinator
   * of one's own, which hands out one future and waits for others through callbacks. Takes effect
   * until {@link #futureDiscardFromAwaitedBy}, or until the waiter is done. Must be called on the
   * future's loop.
   *
   * @param future what is waited for
   * @param waiter who waits: a task, or the future that the combinator has handed out
   */
  public static void futureAddToAwaitedBy(Future<?> future, Future<?> waiter) {
    CoreLoop loop = coreLoop(future.getLoop());
    loop.checkThread();
    Futures.checkLoop(loop, waiter);
    loop.awaitedBy.add(future, waiter);
  }

  /**
   * Takes {@link #futureAddToAwaitedBy} back. Nothing happens if it was not said.
   *
   * @param future what was waited for
   * @param waiter who waited
   */
  public static void futureDiscardFromAwaitedBy(Future<?> future, Future<?> waiter) {
    CoreLoop loop = coreLoop(future.getLoop());
    loop.checkThread();
    loop.awaitedBy.discard(future, waiter);
  }

  // ---- threads and other loops

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
   * Returns a loop as the JDK's executor: what it is given runs in callbacks of the loop.
   *
   * <p>Any thread may submit, schedule and cancel. Work without a delay runs first in, first out,
   * delays are on the loop's own clock, and work sees a copy of the submitter's context. What a
   * {@code Runnable} given to {@code execute} throws goes to the loop's exception handler.
   *
   * <p><i>Cancelling</i> a future of the executor has its work not run, or not run again; work that
   * runs is never interrupted. <i>Waiting on the loop</i> for such a future, in {@code invokeAll}
   * and {@code invokeAny}, and in {@code awaitTermination} is refused with an {@link
   * IllegalStateException}, as it would wait for itself. <i>The end:</i> {@code shutdown} lets what
   * is submitted and delayed still run and ends what is periodic; {@code shutdownNow} ends all that
   * waits. Neither touches the loop. A loop that closes cancels the futures; then, and after a
   * shutdown, work is rejected with a {@link java.util.concurrent.RejectedExecutionException}.
   *
   * @param loop where the work runs
   * @return a new executor, with an end of its own
   */
  public static ScheduledExecutorService executor(EventLoop loop) {
    return new LoopExecutor(loop);
  }

  /**
   * Runs a coroutine as a task of a loop that runs in another thread. Any thread may call it.
   *
   * @param <T> the type of the result
   * @param coroutine what to run
   * @param loop the loop
   * @return completes as the task does, on the loop's thread; cancelling it cancels the task,
   *     completing it by hand does not; a failure that comes then goes to the exception handler
   */
  @CanIgnoreReturnValue
  public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
      Awaitable<T> coroutine, EventLoop loop) {
    return ThreadsafeRun.start(coroutine, loop);
  }

  /**
   * Returns a coroutine that runs another one as a task of another loop, and waits for it.
   *
   * <p><i>Result:</i> that of the task, on the loop that awaits it. <i>Start:</i> when it is
   * awaited, in a copy of the context that is current then; each await runs it again.
   * <i>Cancelling:</i> cancelling who awaits cancels the task, and does not wait for its cleanup;
   * if the task is cancelled there, the await throws {@link CancelledError} and {@link
   * Task#cancelling()} stays as it was. <i>Failure:</i> the very object; one that comes after the
   * cancellation goes to the exception handler of the loop that awaited. If the other loop is
   * closed, before or meanwhile, an {@link IllegalStateException} says so. <i>asyncio
   * counterpart:</i> {@code await wrap_future(run_coroutine_threadsafe(coro, loop))}.
   *
   * @param <T> the type of the result
   * @param loop where to run it; it runs in another thread, or is the running loop itself
   * @param coroutine what to run there
   * @see LoopGroup#toLoop
   */
  public static <T extends @Nullable Object> Awaitable<T> toLoop(
      EventLoop loop, Awaitable<T> coroutine) {
    Objects.requireNonNull(loop, "loop");
    return Crossing.to(loop, Objects.requireNonNull(coroutine, "coroutine"));
  }

  /**
   * As {@link #toLoop(EventLoop, Awaitable)}, for a coroutine without a result.
   *
   * @param loop where to run it
   * @param coroutine what to run there
   */
  public static Awaitable<@Nullable Void> toLoop(EventLoop loop, AsyncRunnable coroutine) {
    return Asyncio.<@Nullable Void>toLoop(loop, Futures.withoutResult(coroutine));
  }

  /**
   * Returns a future of the running loop for a future, promise or task of another one, which cannot
   * be awaited here. One that belongs to the running loop is returned as it is.
   *
   * <p><i>Result:</i> that of the other future. <i>Start:</i> at once: a task of the other loop
   * awaits it. <i>Cancelling:</i> cancelling either cancels the other, as if they were awaiting
   * each other; protect it with {@link #shield} on its own loop if that is not wanted.
   * <i>Failure:</i> as with {@link #toLoop}. <i>asyncio counterpart:</i> {@code wrap_future}, which
   * takes a {@code concurrent.futures.Future}; for a CompletionStage there is the CompletableFuture
   * adapter's {@code FutureAdapter.future}.
   *
   * @param <T> the type of the result
   * @param future a future of any loop
   */
  public static <T extends @Nullable Object> Future<T> wrapFuture(Future<T> future) {
    return future.getLoop() == EventLoop.running() ? future : Crossing.of(future);
  }
}
