// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose coroutines have stacks that are switched between.
 *
 * <p>A stack whose coroutine waits keeps dispatching what is ready, on top of the waiting frames:
 * callbacks run there and then, and if the task that is to go on is its own, it simply returns. It
 * lets another stack go on for one of three reasons: a suspended task is to go on, whose stack is
 * another one; a new task is to start, and this stack is not free for it; the loop is to stop,
 * which is the business of the stack at the {@link #bottom()}.
 *
 * <p>A stack whose coroutine has ended is free. It starts new tasks, one after the other, and waits
 * in a pool when another one has to go on. So a task that never suspends costs no stack, and there
 * are about as many stacks as suspended tasks.
 *
 * <p>A task that is awaited before it has begun starts on top of its awaiter's stack, which is not
 * needed before that task has ended: {@link CoreTask#beginsOnTopOf}.
 *
 * @param <S> a stack
 */
abstract class StackEngine<S> implements Engine {
  final CoreLoop loop;

  StackEngine(CoreLoop loop) {
    this.loop = loop;
  }

  /** What a free stack runs: the first step of a task, or what is resumed by hand. */
  interface Job {
    void run();

    /** Returns which stack goes on when the job has ended, or null if this one is to dispatch. */
    @Nullable Object successor();
  }

  /** Returns the stack that runs. */
  abstract S current();

  /** Returns the stack of whoever called {@link #drive()}: it runs callbacks, never a coroutine. */
  abstract S bottom();

  /** Lets another stack go on; returns when the calling one is to. */
  abstract void switchTo(S other);

  /** As {@link #switchTo}, and an interrupt of the calling code stays with it. */
  private void switchKeepingInterrupt(S other) {
    boolean interrupted = loop.interrupts.take();
    switchTo(other);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns a free stack that will begin with a job. */
  abstract S startingWith(Job job);

  /** Returns the calls on a stack, innermost first. */
  abstract StackTraceElement[] traceOf(S stack);

  /**
   * Returns a stack that was to go on when the one before it could not be left, or null. Its turn
   * is now.
   */
  @Nullable S takePassedOver() {
    return null;
  }

  /** Returns the stack that is to run a callback, or null if the calling one may. */
  @Nullable S stackFor(CoreHandle callback) {
    return null;
  }

  // ---- dispatching

  /** Runs a job and then what is ready; returns which stack is to go on. */
  @SuppressWarnings("unchecked") // an engine finds in a job what it has put there
  final S runAndDispatch(Job job) {
    job.run();
    S successor = (S) job.successor();
    if (successor == null) {
      successor = dispatch(true, null);
    }
    boolean unused = loop.interrupts.take();
    return successor;
  }

  /**
   * Runs what is ready, on the calling stack, until another one has to go on.
   *
   * @param free whether the calling stack may be used to start tasks
   * @param waiter the task that waits on the calling stack, if one does
   * @return the stack that is to go on, which may be the calling one; the bottom if the loop is to
   *     stop
   */
  final S dispatch(boolean free, @Nullable CoreTask<?> waiter) {
    S due = takePassedOver();
    while (due == null) {
      Ready next = loop.isClosing() ? null : loop.ticks.next();
      if (next instanceof CoreTask<?> task) {
        due = goOn(task, free, waiter);
      } else if (next instanceof CoreHandle callback) {
        due = call(callback);
      } else {
        due = bottom();
      }
    }
    return due;
  }

  /** Returns the stack on which a task is to go on, or null if it has just run on this one. */
  @SuppressWarnings("unchecked") // an engine finds in a task what it has put there
  private @Nullable S goOn(CoreTask<?> task, boolean free, @Nullable CoreTask<?> waiter) {
    if (task.stack != null) {
      return (S) task.stack;
    }
    if (!free && (waiter == null || !task.beginsOnTopOf(waiter))) {
      return startingWith(task);
    }
    task.run();
    // Whoever comes next must not inherit an interrupt of this one.
    boolean unused = loop.interrupts.take();
    return null;
  }

  /** Returns the stack that is to run a callback, or null if it has just run on this one. */
  private @Nullable S call(CoreHandle callback) {
    S other = stackFor(callback);
    if (other == null) {
      callback.runInContext();
    }
    return other;
  }

  // ---- suspending

  @Override
  @SuppressWarnings("unchecked") // an engine finds in a task what it has put there
  public final void suspend(CoreTask<?> task) {
    S self = current();
    if (task.stack != self) {
      task.stack = self; // once, as a rule: a coroutine stays where it is
    }
    S successor = (S) task.eagerCaller;
    // The loop's own waiting must not be cut short by a flag that user code set.
    boolean interrupted = loop.interrupts.take();
    try {
      if (successor == null) {
        successor = dispatch(false, task);
        interrupted |= loop.interrupts.returnKept();
      } else {
        task.eagerCaller = null;
      }
      if (successor != self) {
        switchTo(successor);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public final void startEagerly(CoreTask<?> task) {
    task.eagerCaller = current();
    switchKeepingInterrupt(startingWith(task));
  }

  @Override
  @SuppressWarnings("unchecked") // an engine finds in a task what it has put there
  public final List<StackTraceElement> stackOf(CoreTask<?> task) {
    S stack = (S) task.stack;
    return stack == null ? List.of() : TaskFrames.ofSuspended(task, traceOf(stack));
  }

  @Override
  @SuppressWarnings("unchecked") // an engine finds in a task what it has put there
  public final void unwind(CoreTask<?> task) {
    switchTo((S) Objects.requireNonNull(task.stack));
  }

  // ---- stacks that are resumed by hand

  @Override
  public final Frame newFrame(Runnable body) {
    return new StackFrame(body);
  }

  /** A stack that is resumed by hand. Its body runs in the task that resumes it. */
  private final class StackFrame implements Frame, Job {
    private final Runnable body;

    /** Where the body is suspended; null before it begins. */
    private @Nullable S suspended;

    /** Who resumed the body last. */
    private @Nullable S resumer;

    StackFrame(Runnable body) {
      this.body = body;
    }

    @Override
    public void resume() {
      resumer = current();
      leaveThread();
      switchKeepingInterrupt(suspended != null ? suspended : startingWith(this));
      enterThread();
    }

    @Override
    public void suspend() {
      suspended = current();
      leaveThread();
      switchKeepingInterrupt(Objects.requireNonNull(resumer));
      enterThread();
    }

    @Override
    public void run() {
      enterThread();
      try {
        body.run();
      } finally {
        leaveThread();
      }
    }

    /**
     * The running task goes on upon another stack, which may be another thread's, and with it what
     * carriers keep in threads.
     */
    private void leaveThread() {
      if (loop.execution.task() != null) {
        loop.execution.context().exit();
      }
    }

    private void enterThread() {
      if (loop.execution.task() != null) {
        loop.execution.context().enter();
      }
    }

    @Override
    public @Nullable S successor() {
      return resumer;
    }
  }
}
