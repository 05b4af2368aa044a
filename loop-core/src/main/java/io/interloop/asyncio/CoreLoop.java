// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.ExceptionHandler;
import io.interloop.Future;
import io.interloop.Handle;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskFactory;
import io.interloop.TaskOptions;
import io.interloop.TimerHandle;
import io.interloop.spi.Backend;
import io.interloop.spi.Execution;
import io.interloop.spi.Host;
import io.interloop.spi.Inlet;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loop: who may call it and when, its life from the first run to its end. What runs next is the
 * business of its {@link Ticks}, how it runs the {@link Engine}'s, what time it is the {@link
 * Backend}'s.
 *
 * <p>Fields without a word about threads belong to the holder of the baton.
 */
final class CoreLoop implements EventLoop {
  private static final AtomicLong COUNTER = new AtomicLong();

  final Execution execution = Execution.of(this);
  final Interrupts interrupts = new Interrupts();
  final Ticks ticks;
  final SlowCallbacks slowCallbacks;
  final FailureGuard.Registry failures = new FailureGuard.Registry();
  final AsyncGenerators generators = new AsyncGenerators(this);
  final AwaitedBy awaitedBy = new AwaitedBy();
  final Engine engine;

  private final String name;

  /** How this loop gets its turns if it is a guest; null if it has a thread to itself. */
  private final @Nullable GuestTurns turns;

  private final Backend backend;
  private final ErrorReports errors = new ErrorReports(this);
  private final DefaultExecutor defaultExecutor = new DefaultExecutor(this);

  private final LiveTasks tasks = new LiveTasks(this);

  private @Nullable TaskFactory taskFactory;

  /**
   * Whether a thread is in {@link #runForever()} or in a guest's turn. Set by it, under the monitor
   * or as the owner of the turn; read by any.
   */
  private volatile boolean running;

  /** Set once, read by any thread. */
  private volatile boolean closed;

  /** While the coroutines of a closed loop are unwound. */
  private boolean closing;

  private volatile boolean debug;

  @SuppressWarnings("this-escape") // final, and nothing runs before the constructor is done
  CoreLoop(LoopConfig config, @Nullable Host host) {
    this.name = "interloop-" + COUNTER.incrementAndGet();
    this.turns = host == null ? null : new GuestTurns(this, host);
    this.backend = backendOf(config, turns);
    this.slowCallbacks = new SlowCallbacks(backend);
    setDebug(config.debug());
    this.ticks = new Ticks(backend, interrupts, /* guest= */ turns != null);
    this.engine = EngineKind.newEngine(config.engine(), this, host);
  }

  private static Backend backendOf(LoopConfig config, @Nullable GuestTurns turns) {
    Backend given = config.backend();
    if (turns == null) {
      return given != null ? given : new SystemBackend();
    }
    if (given != null) {
      throw new IllegalArgumentException(
          "a guest loop takes the time from its host: there is no place for " + given);
    }
    return turns;
  }

  String name() {
    return name;
  }

  Backend backend() {
    return backend;
  }

  // ---- what runs next

  void schedule(Ready next) {
    ticks.add(next);
    askForTurn();
  }

  /** The host's own code, between two turns, has brought something. */
  private void askForTurn() {
    if (turns != null && !running) {
      turns.ask();
    }
  }

  /** Stops the loop at once; {@link #runForever()} throws the error. */
  void fatal(Throwable error) {
    ticks.fatal(error);
  }

  // ---- who may call

  /** Refuses a call from a thread that does not run this loop, while another one does. */
  void checkThread() {
    if (running ? !isCurrent() : turns != null && !turns.mayVisit()) {
      throw new IllegalStateException(
          "Non-thread-safe operation invoked on an event loop other than the current one,"
              + " by "
              + Thread.currentThread()
              + ": hand it to the loop with callSoonThreadsafe");
    }
  }

  /** The thread that runs the loop is not on it while another one holds the baton. */
  @Override
  public boolean isCurrent() {
    return running && engine.holder() == Thread.currentThread();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Event loop is closed: " + this + "; make a new one");
    }
  }

  /** Returns the task that is about to await something. */
  CoreTask<?> taskThatAwaits(CoreFuture<?> awaited) {
    Execution here = isCurrent() ? execution : Execution.current();
    if (here.task() instanceof CoreTask<?> task) {
      return task;
    }
    throw new IllegalStateException(
        here.loop() == null
            ? "await outside a running loop: "
                + awaited
                + " can be awaited in a task only;"
                + " start one with Asyncio.run(() -> ...)"
            : "await in a callback: "
                + awaited
                + " can be awaited in a task only;"
                + " start one with createTask, or use addDoneCallback");
  }

  /**
   * Returns a copy of the current context. Where the loop runs the calling code it knows that
   * context, and need not ask the thread.
   */
  Context copyOfContext() {
    return isCurrent() ? execution.context().copy(execution) : Context.copyOfCurrent();
  }

  // ---- callbacks and timers

  @Override
  public Handle callSoon(Runnable callback) {
    return callSoon(copyOfContext(), callback);
  }

  @Override
  public Handle callSoon(Context context, Runnable callback) {
    checkOpen();
    checkThread();
    PlainHandle handle = new PlainHandle(this, context, Objects.requireNonNull(callback));
    schedule(handle);
    return handle;
  }

  @Override
  public Handle callSoonThreadsafe(Context context, Runnable callback) {
    ThreadsafeHandle handle = new ThreadsafeHandle(this, context, Objects.requireNonNull(callback));
    if (isCurrent()) {
      checkOpen();
      schedule(handle);
    } else if (!ticks.inbox.offer(handle)) {
      checkOpen();
    }
    return handle;
  }

  @Override
  public TimerHandle callAt(Duration when, Context context, Runnable callback) {
    checkOpen();
    checkThread();
    TimerHandle timer =
        ticks.timers.add(
            this, TimeUnit.NANOSECONDS.convert(when), context, Objects.requireNonNull(callback));
    askForTurn();
    return timer;
  }

  @Override
  public Duration time() {
    return Duration.ofNanos(backend.nanoTime());
  }

  // ---- promises and tasks

  @Override
  public <T extends @Nullable Object> Promise<T> createPromise() {
    return new CorePromise<>(this);
  }

  @Override
  public <T extends @Nullable Object> Task<T> createTask(
      TaskOptions options, Awaitable<T> coroutine) {
    TaskFactory factory = taskFactory;
    return factory == null ? newTask(coroutine, options) : factory.create(this, coroutine, options);
  }

  @Override
  public <T extends @Nullable Object> Task<T> newTask(Awaitable<T> coroutine, TaskOptions options) {
    checkOpen();
    checkThread();
    CoreTask<T> task = new CoreTask<>(this, coroutine, options);
    tasks.add(task);
    if (options.start() == TaskOptions.Start.EAGER && running) {
      startEagerly(task);
    } else {
      schedule(task);
    }
    return task;
  }

  private void startEagerly(CoreTask<?> task) {
    Task<?> creator = execution.task();
    Context context = execution.context();
    // A context that is entered already fails here, where the caller sees it.
    try {
      task.getContext().enter();
      task.getContext().exit();
    } catch (IllegalStateException entered) {
      tasks.remove(task);
      throw entered;
    }
    try {
      engine.startEagerly(task);
    } finally {
      execution.setTask(creator);
      execution.setContext(context);
    }
    if (task.done()) {
      task.finishedEagerly();
    }
    Throwable fatal = ticks.fatal();
    if (fatal != null) {
      throw Rethrow.asIs(fatal);
    }
  }

  void forget(CoreTask<?> task) {
    if (task.done()) {
      tasks.remove(task);
    }
  }

  @Override
  public void setTaskFactory(@Nullable TaskFactory factory) {
    taskFactory = factory;
  }

  @Override
  public @Nullable TaskFactory getTaskFactory() {
    return taskFactory;
  }

  @Override
  public Set<Task<?>> allTasks() {
    checkThread();
    return tasks.snapshot();
  }

  // ---- other threads

  @Override
  public <T extends @Nullable Object> Future<T> runInExecutor(
      @Nullable Executor executor, Callable<T> code) {
    checkOpen();
    checkThread();
    return ExecutorJob.submit(this, executor != null ? executor : defaultExecutor.get(), code);
  }

  @Override
  public void setDefaultExecutor(Executor executor) {
    defaultExecutor.replace(Objects.requireNonNull(executor));
  }

  @Override
  public Awaitable<@Nullable Void> shutdownDefaultExecutor(@Nullable Duration timeout) {
    return defaultExecutor.shutdown(timeout);
  }

  // ---- many values

  @Override
  public <T> AsyncStream<T> stream(
      Flow.Publisher<? extends T> publisher, Inlet.Source source, ConversionOptions options) {
    return new PublisherStream<>(this, publisher, source, options);
  }

  @Override
  public <T> Flow.Publisher<T> publisher(
      Supplier<? extends AsyncStream<? extends T>> source, ConversionOptions options) {
    return new StreamPublisher<>(this, source, options);
  }

  @Override
  public Awaitable<@Nullable Void> shutdownAsyncgens() {
    return generators.shutdown();
  }

  // ---- running, stopping, closing

  @Override
  public <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable) throws Exception {
    checkOpen();
    checkRunnable("runUntilComplete");
    boolean ours = !(awaitable instanceof Future<?>);
    Future<T> future = Futures.ensureFuture(this, awaitable);
    StopWhenDone stop = new StopWhenDone();
    future.addDoneCallback(stop);
    try {
      runForever();
    } catch (Throwable error) {
      if (ours && future.done() && !future.cancelled()) {
        // The error that broke the loop is thrown here; nobody is left to retrieve the task's.
        Throwable retrieved = future.exception();
        if (retrieved != null && retrieved != error) {
          error.addSuppressed(retrieved);
        }
      }
      throw error;
    } finally {
      future.removeDoneCallback(stop);
    }
    if (!future.done()) {
      throw new IllegalStateException("Event loop stopped before Future completed: " + future);
    }
    return future.result();
  }

  /** Stops the loop one tick after a future is done. */
  private final class StopWhenDone implements java.util.function.Consumer<Future<?>> {
    @Override
    public void accept(Future<?> future) {
      stop();
    }
  }

  @Override
  public void runForever() {
    checkRunnable("runForever");
    beginRun();
    drive();
  }

  private void drive() {
    Execution previous = execution.attach();
    try {
      engine.drive();
    } finally {
      previous.restore();
      ticks.ended();
      running = false;
      interrupts.end();
    }
    Throwable error = ticks.takeFatal();
    if (error != null) {
      throw Rethrow.asIs(error);
    }
  }

  private synchronized void beginRun() {
    checkOpen();
    checkNotRunning();
    ticks.beginRun();
    interrupts.begin();
    running = true;
  }

  /** Refuses what is not for guests. */
  private void checkRunnable(String method) {
    if (turns == null) {
      checkNotRunning();
    } else {
      throw turns.isRunByHost(method);
    }
  }

  private void checkNotRunning() {
    if (running) {
      throw new IllegalStateException(
          "This event loop is already running; await the coroutine, or make a task of it");
    }
    if (EventLoop.runningOrNull() != null) {
      throw new IllegalStateException(
          "Cannot run the event loop while another loop is running in this thread;"
              + " await the coroutine instead of running it");
    }
  }

  // ---- being a guest

  /** Runs a tick, or the rest of one. */
  void runTurn() {
    ticks.beginTurn();
    running = true;
    drive();
  }

  /** Returns whether a coroutine or a generator is suspended, on whatever stack. */
  boolean hasSuspended() {
    return generators.hasOpen() || tasks.hasSuspended();
  }

  boolean isGuest() {
    return turns != null;
  }

  @Override
  public boolean isNeededHere() {
    return isCurrent() || (turns != null && turns.isHostCurrent());
  }

  @Override
  public void stop() {
    if (turns != null) {
      throw turns.isRunByHost("stop");
    }
    checkThread();
    ticks.stop();
  }

  @Override
  public boolean isRunning() {
    return turns == null ? running : turns.isStarted() && !closed;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Returns whether the coroutines of a closed loop are being unwound, or have been. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void close() {
    if (turns == null && running) {
      throw new IllegalStateException("Cannot close a running event loop; stop() it first");
    }
    if (closed) {
      return;
    }
    if (turns != null) {
      turns.closeFromOutside();
    } else {
      closeNow();
    }
  }

  void closeNow() {
    closed = true;
    ticks.close();
    defaultExecutor.close();
    closing = true;
    tasks.unwind();
    generators.unwind();
    engine.close();
    failures.reportAll();
  }

  void reportCleanupFailure(Task<?> task, Throwable failure) {
    errors.report(
        new ExceptionContext("the cleanup of a task failed while its loop was closed", failure)
            .withFuture(task));
  }

  // ---- errors and debugging

  @Override
  public void setExceptionHandler(@Nullable ExceptionHandler handler) {
    errors.setHandler(handler);
  }

  @Override
  public @Nullable ExceptionHandler getExceptionHandler() {
    return errors.getHandler();
  }

  @Override
  public void callExceptionHandler(ExceptionContext context) {
    errors.report(context);
  }

  @Override
  public void defaultExceptionHandler(ExceptionContext context) {
    errors.log(context);
  }

  /** Records where something was created, in debug mode. */
  ExceptionContext.@Nullable StackTrace creationTrace(String what) {
    return debug ? new ExceptionContext.StackTrace(what + " created here") : null;
  }

  @Override
  public boolean getDebug() {
    return debug;
  }

  @Override
  public void setDebug(boolean enabled) {
    debug = enabled;
    slowCallbacks.enable(enabled);
  }

  @Override
  public Duration getSlowCallbackDuration() {
    return slowCallbacks.threshold();
  }

  @Override
  public void setSlowCallbackDuration(Duration duration) {
    slowCallbacks.setThreshold(duration);
  }

  @Override
  public String toString() {
    String state = closed ? "closed" : isRunning() ? "running" : "not running";
    String guest = turns == null ? "" : ", guest of " + turns.hostName();
    return "EventLoop(" + name + ", " + state + guest + (debug ? ", debug" : "") + ")";
  }
}
