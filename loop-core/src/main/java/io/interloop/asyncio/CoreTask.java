// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.GeneratorExit;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.spi.Execution;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine and the steps in which the loop drives it.
 *
 * <p>CPython's {@code Task.__step} runs a coroutine to its next {@code yield} and then looks at
 * what came out. Here both halves of that method run on the coroutine's own stack: {@link #waitFor}
 * and {@link #yieldOneTick} do what follows a yield, let the {@link Engine} suspend the stack, and
 * then do what precedes the next step. The rules are the same, one by one.
 *
 * <p>A task is in one of three states: <i>waiting</i> ({@link #waitingFor} is pending),
 * <i>scheduled</i> (it stands in the ready queue), <i>running</i>. It is never in the ready queue
 * twice, which is why it can stand there itself.
 */
final class CoreTask<T extends @Nullable Object> extends CoreFuture<T>
    implements Task<T>, Ready, StackEngine.Job, CoreFuture.Waiter {
  private static final AtomicLong COUNTER = new AtomicLong();

  /** How many tasks there are on one stack at the most, lest it overflow. */
  private static final int STACK_LIMIT = 16;

  private @Nullable Awaitable<T> coroutine;

  /** Null until somebody asks for it, as most tasks are never asked. */
  private @Nullable String name;

  /** The number in the name that a task gets by itself; 0 if it was given one. */
  private final long number;

  private final Context context;

  /** What the task waits for; null unless it is waiting. */
  private @Nullable CoreFuture<?> waitingFor;

  /** A cancellation that has not been delivered to the coroutine. */
  private boolean mustCancel;

  private int cancelRequests;

  /**
   * The stack on which the coroutine was suspended last; null before and afterwards. Engine only.
   */
  @Nullable Object stack;

  /**
   * Who runs on when the first, eager step suspends or ends; null in any other step. Engine only.
   */
  @Nullable Object eagerCaller;

  /** The task on top of whose waiting stack this one began; null if it has a stack to itself. */
  private @Nullable CoreTask<?> beneath;

  /** The neighbours among the loop's live tasks. {@link LiveTasks} only. */
  @Nullable CoreTask<?> older;

  @Nullable CoreTask<?> younger;

  CoreTask(CoreLoop loop, Awaitable<T> coroutine, TaskOptions options) {
    super(loop);
    this.coroutine = Objects.requireNonNull(coroutine, "coroutine");
    this.name = options.name();
    this.number = name == null ? COUNTER.incrementAndGet() : 0;
    this.context = options.context() != null ? options.context() : loop.copyOfContext();
  }

  // ---- steps

  /**
   * The first step, and with it the coroutine's whole life: returns when the coroutine has ended.
   */
  @Override
  public void run() {
    Awaitable<T> body = Objects.requireNonNull(coroutine);
    enterStep();
    try {
      deliverCancellation(null);
      T value = body.await();
      if (mustCancel) {
        // [C7] It cancelled itself and did not suspend again: the result is dropped.
        mustCancel = false;
        super.cancel(cancelMessage);
      } else {
        finish(value);
      }
    } catch (CancelledError error) {
      super.cancel(null);
      cancelledError = error;
    } catch (Throwable failure) {
      end(failure);
    } finally {
      leaveStep();
      stack = null;
      beneath = null;
      loop.forget(this);
    }
  }

  @Override
  public @Nullable Object successor() {
    return eagerCaller;
  }

  private void end(Throwable failure) {
    if (loop.isClosing()) {
      // Nobody awaits the task of a loop that is closed: it stays pending, as in CPython.
      if (!(failure instanceof GeneratorExit)) {
        loop.reportCleanupFailure(this, failure);
      }
      return;
    }
    fail(failure);
    if (Fatal.is(failure)) {
      loop.fatal(failure);
    }
  }

  /** Marks that the task finished inside the call that created it. */
  void finishedEagerly() {
    coroutine = null;
  }

  /** Waits for a future that is not done. */
  void waitFor(CoreFuture<?> future) {
    IllegalStateException misuse = misuse(future);
    if (misuse != null) {
      // As in CPython the error costs a tick, so that other tasks get their turn.
      yieldOneTick();
      throw misuse;
    }
    future.addWaiter(this);
    waitingFor = future;
    if (mustCancel && future.cancel(cancelMessage)) {
      mustCancel = false;
    }
    try {
      suspend();
    } catch (Throwable notSuspended) {
      future.removeWaiter(this);
      loop.ticks.remove(this);
      throw notSuspended;
    } finally {
      waitingFor = null;
    }
    deliverCancellation(future);
  }

  private @Nullable IllegalStateException misuse(CoreFuture<?> future) {
    if (future == this) {
      return new IllegalStateException("Task cannot await on itself: " + this);
    }
    if (future.loop != loop) {
      return new IllegalStateException(
          this
              + " got "
              + future
              + " attached to a different loop; await Asyncio.wrapFuture(future) instead");
    }
    return null;
  }

  /** Lets everything run that is ready, and goes on in the next tick. */
  void yieldOneTick() {
    loop.schedule(this);
    try {
      suspend();
    } catch (Throwable notSuspended) {
      loop.ticks.remove(this);
      throw notSuspended;
    }
    deliverCancellation(null);
  }

  /** The future has completed: the next step is due. */
  @Override
  public void wake(CoreFuture<?> future) {
    loop.schedule(this);
  }

  private void suspend() {
    if (loop.isClosing()) {
      throw new GeneratorExit();
    }
    leaveStep();
    try {
      loop.engine.suspend(this);
    } finally {
      enterStep();
    }
    if (loop.isClosing()) {
      throw new GeneratorExit();
    }
  }

  /**
   * [C5] Throws a cancellation that is due. It replaces whatever the wait ended with, but for
   * another cancellation, which keeps its own message.
   */
  private void deliverCancellation(@Nullable CoreFuture<?> awaited) {
    if (!mustCancel) {
      return;
    }
    mustCancel = false;
    Throwable failure = awaited == null ? null : awaited.retrieveFailure();
    throw failure instanceof CancelledError error ? error : new CancelledError(cancelMessage);
  }

  private void enterStep() {
    Execution execution = loop.execution;
    execution.setTask(this);
    execution.setContext(context);
    context.enter();
    loop.slowCallbacks.stepStarted();
  }

  private void leaveStep() {
    loop.slowCallbacks.stepEnded(this);
    context.exit();
    loop.execution.setTask(null);
  }

  /** Returns whether the coroutine is suspended, or has been; false before and afterwards. */
  boolean isSuspended() {
    return stack != null;
  }

  // ---- one stack for several tasks

  /**
   * Returns whether this task begins on top of the stack on which another one waits, and notes that
   * it does. It may if that task awaits this very one: it goes on when this one is done and its
   * frames are gone, and never before, as cancelling it cancels this one.
   */
  boolean beginsOnTopOf(CoreTask<?> waiter) {
    if (waiter.waitingFor != this) {
      return false;
    }
    int height = 1;
    for (CoreTask<?> task = waiter; task.beneath != null; task = task.beneath) {
      height++;
    }
    if (height >= STACK_LIMIT) {
      return false;
    }
    beneath = waiter;
    return true;
  }

  /** Returns the last of those that began on top of each other, beginning with this one. */
  CoreTask<?> topmost() {
    CoreTask<?> top = this;
    while (top.waitingFor instanceof CoreTask<?> awaited && awaited.beneath == top) {
      top = awaited;
    }
    return top;
  }

  /** Returns how many tasks are suspended further down on the stack on which this one is. */
  int tasksBeneathOnStack() {
    int count = 0;
    for (CoreTask<?> task = beneath; task != null && task.stack == stack; task = task.beneath) {
      count++;
    }
    return count;
  }

  // ---- cancelling

  @Override
  public boolean cancel(@Nullable String message) {
    loop.checkThread();
    markRetrieved();
    if (done()) {
      return false;
    }
    cancelRequests++;
    if (waitingFor != null && waitingFor.cancel(message)) {
      return true;
    }
    mustCancel = true;
    cancelMessage = message;
    return true;
  }

  @Override
  public int cancelling() {
    return cancelRequests;
  }

  @Override
  public int uncancel() {
    loop.checkThread();
    if (cancelRequests > 0) {
      cancelRequests--;
      if (cancelRequests == 0) {
        mustCancel = false;
      }
    }
    return cancelRequests;
  }

  // ---- the rest

  /** Returns what this task waits for, or null. */
  @Nullable CoreFuture<?> waitingFor() {
    return waitingFor;
  }

  @Override
  public String getName() {
    String own = name;
    if (own == null) {
      own = "Task-" + number;
      name = own;
    }
    return own;
  }

  @Override
  public void setName(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  @Override
  public @Nullable Awaitable<T> getCoro() {
    return coroutine;
  }

  @Override
  public List<StackTraceElement> getStack() {
    if (done()) {
      return List.of();
    }
    return loop.execution.task() == this
        ? TaskFrames.ofRunning(Thread.currentThread().getStackTrace())
        : loop.engine.stackOf(this);
  }

  @Override
  public Context getContext() {
    return context;
  }

  @Override
  public String toString() {
    String cancelling = cancelRequests > 0 && !done() ? ", cancelling" : "";
    String waiting = waitingFor != null ? ", waiting for " + waitingFor : "";
    return "Task(" + getName() + ", " + describe() + cancelling + waiting + ")";
  }
}
