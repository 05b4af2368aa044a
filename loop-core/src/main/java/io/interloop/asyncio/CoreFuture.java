// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.InvalidStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a future, and who waits for it.
 *
 * <pre>
 *   PENDING ──▶ FINISHED with value | FAILED with exception
 *      └──────▶ CANCELLED
 * </pre>
 *
 * <p>All fields belong to the loop: the holder of the baton reads and writes them, and passing the
 * baton publishes them.
 */
abstract class CoreFuture<T extends @Nullable Object> implements Future<T> {

  private enum State {
    PENDING,
    FINISHED,
    FAILED,
    CANCELLED
  }

  final CoreLoop loop;
  final ExceptionContext.@Nullable StackTrace source;

  private State state = State.PENDING;

  /** The result, if FINISHED; the exception, if FAILED. */
  private @Nullable Object value;

  /** What {@link #cancel(String)} was given, if anything; also a task's request to be delivered. */
  @Nullable String cancelMessage;

  /** The error that ended a task's coroutine, until its first retrieval. */
  @Nullable CancelledError cancelledError;

  /** Reports the exception if nobody asks for it. Set while FAILED and not retrieved. */
  private @Nullable FailureGuard guard;

  /** Whom to tell: null, a lone {@link Waiter}, or a list of them. */
  private @Nullable Object waiters;

  CoreFuture(CoreLoop loop) {
    this.loop = loop;
    this.source = loop.creationTrace(getClass().getSimpleName());
  }

  /** Someone who is told, through the ready queue, that a future is done. */
  interface Waiter {

    /** Called as the future completes; puts into the ready queue what is to run. */
    void wake(CoreFuture<?> future);
  }

  // ---- reading

  @Override
  public final boolean done() {
    return state != State.PENDING;
  }

  @Override
  public final boolean cancelled() {
    return state == State.CANCELLED;
  }

  @Override
  public final T result() throws Exception {
    Throwable failure = retrieveFailure();
    if (failure != null) {
      throw Rethrow.asIs(failure);
    }
    return value();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // finish() put a T there
  private T value() {
    return (T) value;
  }

  @Override
  public final @Nullable Throwable exception() {
    if (state == State.CANCELLED) {
      throw takeCancelledError();
    }
    return retrieveFailure();
  }

  /**
   * Returns what {@link #result()} would throw, or null, and marks it as retrieved.
   *
   * @throws InvalidStateException if this future is not done
   */
  final @Nullable Throwable retrieveFailure() {
    return switch (state) {
      case PENDING ->
          throw new InvalidStateException("Result is not set: " + this + "; await it instead");
      case CANCELLED -> takeCancelledError();
      case FAILED -> {
        markRetrieved();
        yield (Throwable) value;
      }
      case FINISHED -> null;
    };
  }

  /** [T6] The first retrieval gets the error that ended the coroutine; later ones a new one. */
  final CancelledError takeCancelledError() {
    CancelledError error = cancelledError;
    cancelledError = null;
    return error != null ? error : new CancelledError(cancelMessage);
  }

  final void markRetrieved() {
    if (guard != null) {
      guard.retrieved();
      guard = null;
    }
  }

  @Override
  @CanIgnoreReturnValue
  public T await() throws Exception {
    CoreTask<?> task = loop.taskThatAwaits(this);
    // While another thread runs its loop, a future cannot even be read from here.
    if (!done() || (task.loop != loop && loop.isRunning())) {
      task.waitFor(this);
    }
    return result();
  }

  // ---- completing

  @Override
  public boolean cancel(@Nullable String message) {
    loop.checkThread();
    markRetrieved();
    if (done()) {
      return false;
    }
    cancelMessage = message;
    complete(State.CANCELLED);
    return true;
  }

  final void finish(T result) {
    checkPending();
    value = result;
    complete(State.FINISHED);
  }

  final void fail(Throwable failure) {
    checkPending();
    value = Objects.requireNonNull(failure, "exception");
    guard = FailureGuard.watch(this, failure);
    complete(State.FAILED);
  }

  private void checkPending() {
    loop.checkThread();
    if (done()) {
      throw new InvalidStateException(
          "a future is completed once, and this one is done already: " + this);
    }
  }

  private void complete(State end) {
    state = end;
    Object toTell = waiters;
    waiters = null;
    if (toTell instanceof Waiter waiter) {
      waiter.wake(this);
    } else if (toTell instanceof Waiters list) {
      for (Waiter waiter : list) {
        waiter.wake(this);
      }
    }
  }

  // ---- callbacks

  /** Several waiters, in the order in which they came. */
  private static final class Waiters extends ArrayList<Waiter> {
    private static final long serialVersionUID = 1L;

    Waiters(Waiter first, Waiter second) {
      super(List.of(first, second));
    }
  }

  /** Has a waiter told when this future is done; now, if it is done already. */
  final void addWaiter(Waiter waiter) {
    if (done()) {
      waiter.wake(this);
    } else if (waiters == null) {
      waiters = waiter;
    } else if (waiters instanceof Waiters list) {
      list.add(waiter);
    } else {
      waiters = new Waiters((Waiter) waiters, waiter);
    }
  }

  /** Takes a waiter out; by identity, all its entries. */
  final void removeWaiter(Waiter waiter) {
    if (waiters == waiter) {
      waiters = null;
    } else if (waiters instanceof Waiters list) {
      list.removeIf(entry -> entry == waiter);
    }
  }

  @Override
  public final void addDoneCallback(Consumer<? super Future<T>> callback) {
    addDoneCallback(loop.copyOfContext(), callback);
  }

  @Override
  public final void addDoneCallback(Context context, Consumer<? super Future<T>> callback) {
    loop.checkThread();
    Objects.requireNonNull(callback, "callback");
    addWaiter(new DoneCallback<>(this, Objects.requireNonNull(context, "context"), callback));
  }

  @Override
  public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
    loop.checkThread();
    if (waiters instanceof Waiters list) {
      int before = list.size();
      list.removeIf(waiter -> isCallback(waiter, callback));
      return before - list.size();
    }
    if (isCallback(waiters, callback)) {
      waiters = null;
      return 1;
    }
    return 0;
  }

  private static boolean isCallback(@Nullable Object waiter, Object callback) {
    return waiter instanceof DoneCallback<?> entry && callback.equals(entry.callback());
  }

  /** The loop closes while this future is pending: tells the callbacks that must not vanish. */
  final void dropCallbacks() {
    Object dropped = waiters;
    waiters = null;
    if (dropped instanceof DoneCallback<?> callback) {
      callback.drop();
    } else if (dropped instanceof Waiters list) {
      for (Waiter waiter : list) {
        if (waiter instanceof DoneCallback<?> callback) {
          callback.drop();
        }
      }
    }
  }

  // ---- the rest

  /** Returns whether who waits for this waits for another future in truth; for the call graph. */
  boolean standsFor(Future<?> other) {
    return false;
  }

  @Override
  public final CoreLoop getLoop() {
    return loop;
  }

  /** Describes the state for {@link #toString()}. */
  final String describe() {
    return switch (state) {
      case PENDING -> "pending";
      case CANCELLED -> "cancelled";
      case FINISHED -> "finished with " + value;
      case FAILED -> "failed with " + value;
    };
  }

  @Override
  public String toString() {
    return "Future(" + describe() + ")";
  }
}
