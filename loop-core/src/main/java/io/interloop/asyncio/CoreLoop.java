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
import java.util.ArrayDeque;
import java.util.Iterator;
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
 * The loop: decides what runs next. How it runs is the {@link Engine}'s business, what time it is
 * the {@link Backend}'s.
 *
 * <p>Fields without a word about threads belong to the holder of the baton.
 */
final class CoreLoop implements EventLoop {
  private static final AtomicLong COUNTER = new AtomicLong();

  /** How many callbacks and steps a guest runs in one turn at the most. */
  private static final int TURN_LIMIT = 256;

  final Execution execution = Execution.of(this);
  final TimerQueue timers = new TimerQueue();
  final SlowCallbacks slowCallbacks;
  final FailureGuard.Registry failures = new FailureGuard.Registry();
  final AsyncGenerators generators = new AsyncGenerators(this);
  final AwaitedBy awaitedBy = new AwaitedBy();
  final Engine engine;

  private final String name;

  /** How this loop gets its turns if it is a guest; null if it has a thread to itself. */
  private final @Nullable GuestTurns turns;

  private final Backend backend;
  private final Inbox inbox;
  private final ErrorReports errors = new ErrorReports(this);
  private final DefaultExecutor defaultExecutor = new DefaultExecutor(this);

  private final ArrayDeque<Ready> ready = new ArrayDeque<>();

  private final LiveTasks tasks = new LiveTasks(this);

  /** How many handles of the current tick are left to run. */
  private int left;

  /** How many more may run in this run, or in this turn. */
  private long allowance;

  /** Whether a tick has begun in this run. */
  private boolean ticked;

  private boolean stopping;

  /** What is to be thrown out of {@link #runForever()}; no handle runs until it is. */
  private @Nullable Throwable fatal;

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

  /** What an interrupt of the thread that runs the loop does; null to keep the flag. */
  private @Nullable Runnable onInterrupt;

  /** The thread that called {@link #runForever()}, while it runs. */
  private @Nullable Thread runner;

  /** An interrupt that was taken while waiting, to be given back to the code it was meant for. */
  private boolean keptInterrupt;

  @SuppressWarnings("this-escape") // final, and nothing runs before the constructor is done
  CoreLoop(LoopConfig config, @Nullable Host host) {
    this.name = "interloop-" + COUNTER.incrementAndGet();
    this.turns = host == null ? null : new GuestTurns(this, host);
    this.backend = backendOf(config, turns);
    this.slowCallbacks = new SlowCallbacks(backend);
    setDebug(config.debug());
    this.inbox = new Inbox(backend, /* alwaysWake= */ turns != null);
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

  /** Returns what is to run next, waiting for it if need be, or null if the loop is to stop. */
  @Nullable Ready next() {
    while (fatal == null) {
      while (left > 0) {
        if (allowance == 0) {
          return null;
        }
        allowance--;
        left--;
        Ready next = ready.remove();
        if (!(next instanceof CoreHandle handle) || !handle.cancelled()) {
          return next;
        }
      }
      if (ticked && stopping) {
        return null;
      }
      beginTick();
    }
    return null;
  }

  private void beginTick() {
    ticked = true;
    timers.dropCancelled();
    inbox.drainTo(ready);
    if (ready.isEmpty() && !stopping) {
      long untilTimer = timers.untilNext(backend.nanoTime());
      if (untilTimer > 0) {
        poll(untilTimer);
        inbox.drainTo(ready);
      }
    }
    if (!timers.isEmpty()) {
      timers.expire(backend.nanoTime(), ready);
    }
    left = ready.size();
  }

  private void poll(long nanos) {
    try {
      inbox.await(nanos);
    } catch (Throwable failure) {
      // Whoever holds the baton is not to blame; the caller of runForever() is to be told.
      fatal(failure);
    }
    // An interrupted thread would not wait again.
    if (Thread.interrupted() && !tookInterrupt()) {
      keptInterrupt = true;
    }
  }

  /** Does what an interrupt of the thread that runs the loop means; returns false if it is none. */
  boolean tookInterrupt() {
    if (onInterrupt == null || runner != Thread.currentThread()) {
      return false;
    }
    onInterrupt.run();
    return true;
  }

  /** Returns whether an interrupt was taken that was meant for the code whose thread this is. */
  boolean returnInterrupt() {
    if (!keptInterrupt) {
      return false;
    }
    keptInterrupt = false;
    return true;
  }

  void schedule(Ready next) {
    ready.add(next);
    askForTurn();
  }

  /** Takes back what is scheduled, if it is. */
  void unschedule(Ready scheduled) {
    int place = 0;
    for (Iterator<Ready> all = ready.iterator(); all.hasNext(); place++) {
      if (all.next() == scheduled) {
        all.remove();
        if (place < left) {
          left--;
        }
        return;
      }
    }
  }

  /** The host's own code, between two turns, has brought something. */
  private void askForTurn() {
    if (turns != null && !running) {
      turns.ask();
    }
  }

  /** Stops the loop at once; {@link #runForever()} throws the error. */
  void fatal(Throwable error) {
    if (fatal == null) {
      fatal = error;
    } else if (fatal != error) {
      fatal.addSuppressed(error);
    }
  }

  /**
   * Has an interrupt of the thread that runs this loop call back, instead of being kept for later.
   */
  void setOnInterrupt(@Nullable Runnable hook) {
    onInterrupt = hook;
  }

  /** Returns what an interrupt of the thread that runs the loop does, or null. */
  @Nullable Runnable onInterrupt() {
    return onInterrupt;
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
    } else if (!inbox.offer(handle)) {
      checkOpen();
    }
    return handle;
  }

  @Override
  public TimerHandle callAt(Duration when, Context context, Runnable callback) {
    checkOpen();
    checkThread();
    TimerHandle timer =
        timers.add(
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
      stopping = false;
      running = false;
      runner = null;
      if (returnInterrupt()) {
        Thread.currentThread().interrupt();
      }
    }
    Throwable error = fatal;
    if (error != null) {
      fatal = null;
      left = 0;
      throw Rethrow.asIs(error);
    }
  }

  private synchronized void beginRun() {
    checkOpen();
    checkNotRunning();
    allowance = Long.MAX_VALUE;
    left = 0;
    ticked = false;
    runner = Thread.currentThread();
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

  /**
   * Runs a tick, or the rest of one: that is what a run does which was stopped beforehand. So a
   * guest never waits, and its host has its turn after each tick.
   */
  void runTurn() {
    allowance = TURN_LIMIT;
    ticked = left > 0;
    stopping = true;
    running = true;
    drive();
  }

  /** Returns whether there is something to do at once. Between turns, by their owner. */
  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Returns whether another thread has handed something in. */
  boolean hasMail() {
    return !inbox.isEmpty();
  }

  /** Returns the nearest deadline, or {@link Backend#FOREVER}. Between turns, by their owner. */
  long nextDeadline() {
    timers.dropCancelled();
    return timers.nextDeadline();
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
    stopping = true;
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
    inbox.close(ready);
    timers.drainTo(ready);
    dropReady();
    defaultExecutor.close();
    closing = true;
    tasks.unwind();
    generators.unwind();
    engine.close();
    failures.reportAll();
  }

  /** Drops what is scheduled; what must not vanish is told so. */
  private void dropReady() {
    for (Ready dropped = ready.poll(); dropped != null; dropped = ready.poll()) {
      if (dropped instanceof CoreHandle handle) {
        handle.drop();
      }
    }
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
