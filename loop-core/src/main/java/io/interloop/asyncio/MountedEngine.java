// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Coroutines as continuations of the JVM, all on the thread that runs the loop.
 *
 * <p>A continuation of the JVM remembers under which other one it first ran and refuses to run
 * elsewhere. So none runs under another: whoever wants one to run leaves it in {@link #next} and
 * yields, and the driver, at the bottom of the thread's stack, runs it from there.
 *
 * <p>As with the carriers of the {@link HandoffEngine}, a continuation whose coroutine has ended is
 * free: it starts other tasks on its own stack, and waits in a pool when another one has to go on.
 *
 * <p>All fields belong to the thread that runs the loop.
 */
final class MountedEngine extends StackEngine<MountedEngine.Stack> {
  private static final int POOL_LIMIT = 64;

  /** A continuation, and what it is to run when it is free and gets its turn. */
  final class Stack {
    final @Nullable Object continuation;
    @Nullable Job job;

    /** The driver's own stack, which is not a continuation. */
    Stack() {
      continuation = null;
    }

    Stack(Job job) {
      this.job = job;
      continuation = Continuations.create(() -> runJobs(this));
    }
  }

  /** What a free stack runs. */
  interface Job {
    void run();

    /** Returns which stack goes on when the job has ended, or null if this one is to dispatch. */
    @Nullable Stack successor();
  }

  /** The bottom of the thread's stack: runs callbacks, never a coroutine. */
  private final Stack driver = new Stack();

  private final LockStack lockStack = new LockStack();

  private final ArrayDeque<Stack> pool = new ArrayDeque<>();

  /** Read by other threads too, to find out that they are not it. */
  private volatile @Nullable Thread holder;

  /**
   * Where stacks belong. Compiled code keeps the current thread from before a suspension, so that a
   * stack which went on elsewhere would see the thread-locals of the thread it came from.
   */
  private @Nullable Thread home;

  private Stack current = driver;

  /** Which stack the driver is to run at once; the driver itself to go on with what it does. */
  private Stack next = driver;

  MountedEngine(CoreLoop loop) {
    super(loop);
  }

  @Override
  public @Nullable Thread holder() {
    return holder;
  }

  @Override
  public void drive() {
    Thread here = Thread.currentThread();
    IllegalStateException unfit = unfitFor(here);
    if (unfit != null) {
      throw unfit;
    }
    if (home != here) {
      home = here;
      pool.clear();
    }
    holder = here;
    lockStack.clear();
    try {
      for (Stack stack = dispatch(false); stack != null; stack = dispatch(false)) {
        runFromDriver(stack);
      }
    } finally {
      holder = null;
    }
  }

  @Override
  public @Nullable IllegalStateException unfitFor(Thread thread) {
    String reason = null;
    EventLoop around = EventLoop.runningOrNull();
    if (thread.isVirtual()) {
      reason = "not on a virtual one";
    } else if (around != null && around != loop) {
      // A continuation that first ran under another one refuses to run elsewhere.
      reason = "not within the code of " + around;
    } else if (home != null && home != thread && loop.hasSuspended()) {
      reason = "and coroutines are suspended on " + home;
    }
    return reason == null
        ? null
        : new IllegalStateException(
            "the mounted engine runs a loop on one platform thread, "
                + reason
                + ", and this is "
                + thread
                + "; name the engine handoff, with -D"
                + EngineKind.PROPERTY
                + "=handoff or LoopConfig.withEngine");
  }

  /** Runs a stack, and those that it asks for, until one asks for the driver. */
  private void runFromDriver(Stack first) {
    next = first;
    while (next != driver) {
      current = next;
      next = driver;
      Continuations.run(Objects.requireNonNull(current.continuation));
    }
    current = driver;
  }

  /** Lets another stack go on; returns when the calling one is to. */
  private void switchTo(Stack other) {
    Stack self = current;
    if (self == driver) {
      // A callback, which may hold monitors.
      lockStack.clear();
      runFromDriver(other);
      return;
    }
    boolean interrupted = takeInterrupt();
    next = other;
    try {
      Continuations.yieldNow();
    } catch (IllegalStateException pinned) {
      next = driver;
      throw Pinned.explain(pinned);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void runJobs(Stack self) {
    boolean alive = true;
    while (alive) {
      Job job = Objects.requireNonNull(self.job);
      self.job = null;
      job.run();
      Stack successor = job.successor();
      if (successor == null) {
        successor = dispatch(true);
      }
      if (successor == null) {
        successor = driver;
      }
      boolean unused = takeInterrupt();
      alive = pool.size() < POOL_LIMIT;
      if (alive) {
        pool.push(self);
        switchTo(successor);
      } else {
        next = successor;
      }
    }
  }

  private Stack startingWith(Job job) {
    Stack free = pool.poll();
    if (free == null) {
      return new Stack(job);
    }
    free.job = job;
    return free;
  }

  @Override
  Stack startingWith(CoreTask<?> task) {
    return startingWith(new FirstStep(task));
  }

  private record FirstStep(CoreTask<?> task) implements Job {
    @Override
    public void run() {
      task.run();
    }

    @Override
    public @Nullable Stack successor() {
      return (Stack) task.eagerCaller;
    }
  }

  @Override
  public void suspend(CoreTask<?> task) {
    task.suspended = current;
    Stack caller = (Stack) task.eagerCaller;
    task.eagerCaller = null;
    try {
      switchTo(caller != null ? caller : driver);
    } finally {
      task.suspended = null;
    }
  }

  @Override
  public void startEagerly(CoreTask<?> task) {
    task.eagerCaller = current;
    switchTo(startingWith(task));
  }

  @Override
  public List<StackTraceElement> stackOf(CoreTask<?> task) {
    Stack stack = (Stack) task.suspended;
    return stack == null || stack.continuation == null
        ? List.of()
        : List.of(Continuations.stackTrace(stack.continuation));
  }

  @Override
  public Frame newFrame(Runnable body) {
    return new MountedFrame(body);
  }

  /** A stack that is resumed by hand. Its body runs in the task that resumes it. */
  private final class MountedFrame implements Frame, Job {
    private final Runnable body;

    /** Where the body is suspended; null before it begins. */
    private @Nullable Stack suspended;

    private Stack resumer = driver;

    MountedFrame(Runnable body) {
      this.body = body;
    }

    @Override
    public void resume() {
      resumer = current;
      switchTo(suspended != null ? suspended : startingWith(this));
    }

    @Override
    public void suspend() {
      suspended = current;
      switchTo(resumer);
    }

    @Override
    public void run() {
      body.run();
    }

    @Override
    public Stack successor() {
      return resumer;
    }
  }

  @Override
  public void beginUnwinding() {
    lockStack.clear();
    holder = Thread.currentThread();
  }

  @Override
  public void unwind(CoreTask<?> task) {
    runFromDriver((Stack) Objects.requireNonNull(task.suspended));
  }

  @Override
  public void close() {
    pool.clear();
  }
}
