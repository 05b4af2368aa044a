// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncFunction;
import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.Conversion;
import io.interloop.ConversionOptions;
import io.interloop.Conversions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.ExceptionGroup;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that belong together: the scope ends when all of them have ended, and the first failure
 * cancels the others.
 *
 * <pre>{@code
 * taskGroup(group -> {
 *   group.createTask(() -> fetch(first).await());
 *   group.createTask(() -> fetch(second).await());
 * }).await();
 * }</pre>
 *
 * <p><b>Failure.</b> When a child fails, the other children and the body are cancelled; when all
 * have ended, an {@link ExceptionGroup} of all failures is thrown, in the order in which they were
 * noticed, the body's own last. A child that was cancelled is no failure.
 *
 * <p><b>Cancelling.</b> Cancelling the task that runs the body cancels the children and waits for
 * them. {@link #cancel()} ends the group without an exception.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-task.html#task-groups">asyncio: task
 *     groups</a>
 */
public final class TaskGroup {
  private final GroupChildren tasks = new GroupChildren(this::childDone);

  /** Those of {@link #tasks} that only hold a handle, and end when nothing else is left. */
  private final Set<Task<?>> keepers = new LinkedHashSet<>();

  private final List<Throwable> errors = new ArrayList<>();

  private @Nullable CoreLoop loop;

  /** Where it is noticed that children are done. */
  private @Nullable Context context;

  /** The task that runs the body. */
  private @Nullable Task<?> parent;

  private boolean entered;
  private boolean exiting;
  private boolean aborting;
  private boolean finished;
  private boolean cancelledBeforeEntry;

  /** Whether we have cancelled the parent, and have to take that back. */
  private boolean parentCancelRequested;

  /** The first error that must not be grouped, as it stops the loop. */
  private @Nullable Throwable fatal;

  /** Where the parent waits for the last child. */
  private @Nullable Promise<Boolean> onCompleted;

  /** Creates a group; {@link #run} enters it. {@code Asyncio.taskGroup} does both. */
  public TaskGroup() {}

  /**
   * Returns a coroutine that runs the body in the current task, then waits for the children.
   *
   * @param <T> the type of the result
   * @param body is given this group
   * @return what to await, once
   */
  public <T extends @Nullable Object> Awaitable<T> run(
      AsyncFunction<? super TaskGroup, ? extends T> body) {
    return () -> {
      enter();
      T result = null;
      Throwable failure = null;
      try {
        result = body.apply(this);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      try {
        exit(failure);
      } finally {
        finished = true;
        parent = null;
      }
      return resultOrNull(result);
    };
  }

  /** Null where {@link #cancel()} has ended the body early. */
  @SuppressWarnings("NullAway")
  private static <T extends @Nullable Object> T resultOrNull(@Nullable T result) {
    return result;
  }

  private void enter() {
    if (entered) {
      throw new IllegalStateException(this + " has already been entered; make one for each use");
    }
    parent = Task.current();
    if (parent == null) {
      throw new IllegalStateException("TaskGroup should be used inside a task");
    }
    loop = Asyncio.coreLoop(EventLoop.running());
    context = Context.copyOfCurrent();
    entered = true;
    if (cancelledBeforeEntry) {
      cancel();
    }
  }

  // ---- children

  /**
   * Creates a child.
   *
   * @param <T> the type of the result
   * @param coroutine what the child drives
   * @return the child
   * @throws IllegalStateException if the group has not been entered, is shutting down, or is
   *     finished
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> Task<T> createTask(Awaitable<T> coroutine) {
    return createTask(TaskOptions.DEFAULT, coroutine);
  }

  /**
   * Creates a child of a coroutine without a result.
   *
   * @param coroutine what the child drives
   * @return the child
   */
  @CanIgnoreReturnValue
  public Task<@Nullable Void> createTask(AsyncRunnable coroutine) {
    return createTask(TaskOptions.DEFAULT, coroutine);
  }

  /**
   * Creates a child.
   *
   * @param <T> the type of the result
   * @param options its name, context and start
   * @param coroutine what the child drives
   * @return the child
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> Task<T> createTask(
      TaskOptions options, Awaitable<T> coroutine) {
    checkMayCreate();
    return child(Objects.requireNonNull(loop).createTask(options, coroutine));
  }

  private <T extends @Nullable Object> Task<T> child(Task<T> task) {
    // [K6] The failure of one that has ended eagerly must not cancel the parent while the parent is
    // creating it.
    tasks.watch(Objects.requireNonNull(loop), Objects.requireNonNull(context), task);
    if (aborting && !task.done()) {
      // Its first, eager step has ended the group.
      task.cancel();
    }
    return task;
  }

  /**
   * Creates a child of a coroutine without a result.
   *
   * @param options its name, context and start
   * @param coroutine what the child drives
   * @return the child
   */
  @CanIgnoreReturnValue
  public Task<@Nullable Void> createTask(TaskOptions options, AsyncRunnable coroutine) {
    return this.<@Nullable Void>createTask(
        options,
        () -> {
          coroutine.run();
          return null;
        });
  }

  /**
   * As {@link #adopt(Object, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result, unchecked
   * @param work a Mono, a CompletableFuture, a Subscription, or any other type that is known
   * @return the child
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> Task<T> adopt(Object work) {
    return adopt(work, ConversionOptions.DEFAULT);
  }

  /**
   * Makes work of another library a child.
   *
   * <p><i>Result:</i> a task with the work's value; null if it has none or many, which then go to
   * the discard hook. A task of this loop is made a child itself. <i>Start:</i> it is subscribed to
   * before this returns. <i>Thread:</i> the loop's. <i>Cancelling:</i> when the group is cancelled,
   * by a failure or from outside, the work is cancelled in its library's way before the group ends,
   * unless {@link ConversionOptions#onCancel()} says otherwise or the library has no way; then it
   * is left to itself. <i>Failure:</i> cancels the siblings. <i>Empty and null:</i> no value is
   * null. <i>asyncio:</i> {@code create_task}.
   *
   * <p>A handle, a Subscription or a Disposable, does not tell when its work ends. It stays while
   * the group runs and is cancelled when the group ends, well or not; its task never has a value.
   *
   * <p>What cannot be adopted any more, as the group has ended or is about to, is cancelled.
   *
   * @param <T> the type of the result, unchecked
   * @param work a Mono, a CompletableFuture, a Subscription, or any other type that is known
   * @param options cancel and empty policy, discard hook
   * @return the child
   * @throws IllegalArgumentException if the type is not known
   * @throws IllegalStateException if the group has not been entered, is shutting down, or is
   *     finished
   * @see Conversions
   */
  @CanIgnoreReturnValue
  @SuppressWarnings("unchecked") // the type is what the caller expects
  public <T extends @Nullable Object> Task<T> adopt(Object work, ConversionOptions options) {
    Runnable cancellation = Conversions.installed().cancellation(work);
    if (cancellation != null) {
      return (Task<T>) keep(cancellation);
    }
    Conversion conversion = Conversions.convert(work).with(options);
    mayAdopt(conversion::cancel);
    if (work instanceof Task<?> task && task.getLoop() == loop) {
      return child((Task<T>) task);
    }
    // Eager: a task that is cancelled before its first step would not tell the work.
    return createTask(TaskOptions.DEFAULT.eager(), conversion.completion());
  }

  private Task<?> keep(Runnable cancellation) {
    mayAdopt(cancellation);
    EventLoop here = Objects.requireNonNull(loop);
    Task<?> keeper =
        createTask(
            TaskOptions.DEFAULT.eager(),
            () -> {
              try {
                here.createPromise().await();
              } finally {
                cancellation.run();
              }
            });
    keepers.add(keeper);
    return keeper;
  }

  /** As {@link #checkMayCreate}, for what has been handed over and runs already. */
  private void mayAdopt(Runnable cancelWork) {
    try {
      checkMayCreate();
    } catch (IllegalStateException refused) {
      if (entered) {
        cancelWork.run();
      }
      throw refused;
    }
  }

  private void checkMayCreate() {
    if (!entered) {
      throw new IllegalStateException(this + " has not been entered");
    }
    if (exiting && tasks.isEmpty()) {
      throw new IllegalStateException(this + " is finished");
    }
    if (aborting) {
      throw new IllegalStateException(this + " is shutting down");
    }
  }

  private void childDone(Task<?> task) {
    if (!keepers.isEmpty()) {
      keepers.remove(task);
    }
    if (exiting) {
      endKeepersThatAreAlone();
    }
    if (onCompleted != null && tasks.isEmpty()) {
      Futures.setResultUnlessDone(onCompleted, true);
    }
    Throwable failure = task.cancelled() ? null : task.exception();
    if (failure == null) {
      return;
    }
    errors.add(failure);
    rememberFatal(failure);
    Task<?> waiting = parent;
    if (waiting == null || waiting.done()) {
      Objects.requireNonNull(loop)
          .callExceptionHandler(
              new ExceptionContext(
                      task + " has errored out but its parent task is already completed", failure)
                  .withFuture(task));
      return;
    }
    if (!aborting && !parentCancelRequested) {
      abort();
      parentCancelRequested = true;
      waiting.cancel();
    }
  }

  private void rememberFatal(Throwable failure) {
    if (fatal == null && Fatal.is(failure)) {
      fatal = failure;
    }
  }

  private void abort() {
    aborting = true;
    for (Task<?> task : List.copyOf(tasks)) {
      if (!task.done()) {
        task.cancel();
      }
    }
  }

  /**
   * Ends the group: cancels the children and the body, and lets {@link #run} return without an
   * exception, unless something failed. What the body would have returned is null then. Idempotent;
   * before the group is entered it takes effect on entry, after its end it does nothing.
   */
  public void cancel() {
    if (!entered) {
      cancelledBeforeEntry = true;
      return;
    }
    if (finished || (exiting && tasks.isEmpty()) || aborting) {
      return;
    }
    abort();
    if (parent != null && !parent.done() && !parentCancelRequested) {
      parentCancelRequested = true;
      parent.cancel();
    }
  }

  // ---- the end

  /** Waits for the children, and throws what the group ends with, if it does not end well. */
  private void exit(@Nullable Throwable bodyFailure) throws Exception {
    exiting = true;
    if (bodyFailure != null) {
      rememberFatal(bodyFailure);
      if (!aborting) {
        abort();
      }
    }
    CancelledError toPropagate = bodyFailure instanceof CancelledError error ? error : null;
    CancelledError seenWhileAborting = null;
    while (!tasks.isEmpty()) {
      endKeepersThatAreAlone();
      try {
        waitForChildren();
      } catch (CancelledError error) {
        if (aborting) {
          seenWhileAborting = error;
        } else {
          toPropagate = error;
          abort();
        }
      }
      onCompleted = null;
    }
    if (fatal != null) {
      throw Rethrow.asIs(fatal);
    }
    Task<?> self = Objects.requireNonNull(parent);
    if (parentCancelRequested) {
      if (self.uncancel() == 0) {
        toPropagate = null;
      } else if (toPropagate == null) {
        toPropagate = seenWhileAborting;
      }
    }
    if (toPropagate != null && errors.isEmpty()) {
      throw toPropagate;
    }
    if (bodyFailure != null && !(bodyFailure instanceof CancelledError)) {
      errors.add(bodyFailure);
    }
    if (!errors.isEmpty()) {
      if (self.cancelling() > 0) {
        // [K9] Someone else has cancelled us too: that comes at the next suspension, count
        // unchanged.
        self.uncancel();
        self.cancel();
      }
      throw new ExceptionGroup("unhandled errors in a TaskGroup", errors);
    }
  }

  /** Cancels the handles once the last child with an end of its own is gone; the latest first. */
  private void endKeepersThatAreAlone() {
    if (!aborting && tasks.size() == keepers.size()) {
      List<Task<?>> latestFirst = new ArrayList<>(keepers);
      Collections.reverse(latestFirst);
      keepers.clear();
      latestFirst.forEach(Task::cancel);
    }
  }

  private void waitForChildren() throws Exception {
    Promise<Boolean> completed =
        CorePromise.inPlaceOf(Objects.requireNonNull(loop).createPromise(), tasks);
    onCompleted = completed;
    completed.await();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("TaskGroup(").append(tasks.size()).append(" tasks");
    if (!errors.isEmpty()) {
      text.append(", ").append(errors.size()).append(" errors");
    }
    if (aborting) {
      text.append(", cancelling");
    } else if (entered) {
      text.append(", entered");
    }
    return text.append(')').toString();
  }
}
