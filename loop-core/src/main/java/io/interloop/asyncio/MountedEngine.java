// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Coroutines as continuations of the JVM, all on the thread that runs the loop.
 *
 * <p>A continuation of the JVM remembers under which other one it first ran and refuses to run
 * elsewhere. So none runs under another: whoever wants one to run makes it {@link #current} and
 * yields, and the driver, at the bottom of the thread's stack, runs it from there.
 *
 * <p>All fields belong to the thread that runs the loop.
 */
final class MountedEngine extends StackEngine<MountedEngine.Stack> {
  private static final int POOL_LIMIT = 64;

  /** A continuation, what it runs, and what that is to do when it is free and gets its turn. */
  final class Stack implements Runnable {
    final @Nullable Object continuation;
    @Nullable Job job;

    /** The driver's own stack, which is not a continuation. */
    Stack() {
      continuation = null;
    }

    Stack(Job job) {
      this.job = job;
      continuation = Continuations.create(this);
    }

    @Override
    public void run() {
      runJobs(this);
    }
  }

  /** The bottom of the thread's stack. */
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

  /** The stack that runs, or that the driver is to run as soon as the one before has yielded. */
  private Stack current = driver;

  /** A stack whose turn it was when the one before it could not give way. */
  private @Nullable Stack passedOver;

  MountedEngine(CoreLoop loop) {
    super(loop);
  }

  @Override
  public @Nullable Thread holder() {
    return holder;
  }

  @Override
  Stack current() {
    return current;
  }

  @Override
  Stack bottom() {
    return driver;
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
      for (Stack stack = dispatch(false, null); stack != driver; stack = dispatch(false, null)) {
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
    current = first;
    while (current != driver) {
      Continuations.run(Objects.requireNonNull(current.continuation));
    }
  }

  @Override
  void switchTo(Stack other) {
    Stack self = current;
    if (self == driver) {
      // A callback, which may hold monitors.
      lockStack.clear();
      runFromDriver(other);
      return;
    }
    current = other;
    try {
      Continuations.yieldNow();
    } catch (IllegalStateException pinned) {
      current = self;
      passedOver = other;
      throw Pinned.explain(pinned);
    }
  }

  @Override
  @Nullable Stack takePassedOver() {
    Stack stack = passedOver;
    if (stack != null) {
      passedOver = null;
    }
    return stack;
  }

  private void runJobs(Stack self) {
    boolean alive = true;
    while (alive) {
      Job job = Objects.requireNonNull(self.job);
      self.job = null;
      Stack successor = runAndDispatch(job);
      alive = pool.size() < POOL_LIMIT;
      if (alive) {
        pool.push(self);
        switchTo(successor);
      } else {
        current = successor;
      }
    }
  }

  @Override
  Stack startingWith(Job job) {
    Stack free = pool.poll();
    if (free == null) {
      return new Stack(job);
    }
    free.job = job;
    return free;
  }

  @Override
  StackTraceElement[] traceOf(Stack stack) {
    return stack == current || stack.continuation == null
        ? Thread.currentThread().getStackTrace()
        : Continuations.stackTrace(stack.continuation);
  }

  @Override
  public void beginUnwinding() {
    lockStack.clear();
    holder = Thread.currentThread();
  }

  @Override
  public void close() {
    pool.clear();
  }
}
