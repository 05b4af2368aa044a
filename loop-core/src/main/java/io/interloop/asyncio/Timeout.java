// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncFunction;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Handle;
import io.interloop.Task;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A deadline for a piece of code: when it passes, the task is cancelled inside, and a {@link
 * TimeoutException} comes out.
 *
 * <pre>
 *   CREATED ──enter──▶ ENTERED ──deadline──▶ EXPIRING ──exit──▶ EXPIRED
 *                         └──────exit──────▶ EXITED
 * </pre>
 *
 * <p>Code that never suspends never times out. If the body swallows the cancellation and ends
 * normally, there is no exception, but {@link #expired()} is true. If someone else cancelled the
 * task as well, {@link CancelledError} comes out. Of nested timeouts only the one that fired
 * converts.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-task.html#timeouts">asyncio: timeouts</a>
 */
public final class Timeout {

  private enum State {
    CREATED("created"),
    ENTERED("active"),
    EXPIRING("expiring"),
    EXPIRED("expired"),
    EXITED("finished");

    final String text;

    State(String text) {
      this.text = text;
    }
  }

  private State state = State.CREATED;
  private @Nullable Duration when;
  private @Nullable Handle handle;
  private @Nullable Task<?> task;

  /** How many cancellation requests the task had when it entered; those are not ours. */
  private int cancellingBefore;

  /**
   * Creates a timeout; {@link #run} applies it.
   *
   * @param when the deadline, on the clock of {@link EventLoop#time()}, or null for none
   */
  public Timeout(@Nullable Duration when) {
    this.when = when;
  }

  /** Returns the deadline, or null if there is none. */
  public @Nullable Duration when() {
    return when;
  }

  /** Returns whether the deadline has passed and the task was cancelled for it. */
  public boolean expired() {
    return state == State.EXPIRING || state == State.EXPIRED;
  }

  /**
   * Sets another deadline; one that has passed fires in the next tick.
   *
   * @param when the deadline, on the clock of {@link EventLoop#time()}, or null for none
   * @throws IllegalStateException unless the body is running and the deadline has not passed
   */
  public void reschedule(@Nullable Duration when) {
    if (state != State.ENTERED) {
      throw new IllegalStateException(
          state == State.CREATED
              ? "Timeout has not been entered"
              : "Cannot change state of " + state.text + " Timeout");
    }
    this.when = when;
    if (handle != null) {
      handle.cancel();
    }
    if (when == null) {
      handle = null;
      return;
    }
    EventLoop loop = EventLoop.running();
    handle =
        when.compareTo(loop.time()) <= 0
            ? loop.callSoon(this::expire)
            : loop.callAt(when, this::expire);
  }

  private void expire() {
    Objects.requireNonNull(task).cancel();
    state = State.EXPIRING;
    handle = null;
  }

  /**
   * Returns a coroutine that runs the body under this timeout, once.
   *
   * @param <T> the type of the result
   * @param body what to run, in the same task; is given this timeout
   * @return what to await; throws {@link TimeoutException} if the deadline passed
   */
  public <T extends @Nullable Object> Awaitable<T> run(
      AsyncFunction<? super Timeout, ? extends T> body) {
    return () -> {
      enter();
      T result;
      try {
        result = body.apply(this);
      } catch (CancelledError error) {
        if (exit()) {
          throw timedOut(error);
        }
        throw error;
      } catch (Throwable failure) {
        boolean unused = exit();
        throw failure;
      }
      boolean unused = exit();
      return result;
    };
  }

  private void enter() {
    if (state != State.CREATED) {
      throw new IllegalStateException("Timeout has already been entered; make one for each use");
    }
    Task<?> current = Task.current();
    if (current == null) {
      throw new IllegalStateException("Timeout should be used inside a task");
    }
    state = State.ENTERED;
    task = current;
    cancellingBefore = current.cancelling();
    reschedule(when);
  }

  /** Ends the scope; returns whether a cancellation that leaves it is this timeout's alone. */
  private boolean exit() {
    if (handle != null) {
      handle.cancel();
      handle = null;
    }
    if (state == State.EXPIRING) {
      state = State.EXPIRED;
      return Objects.requireNonNull(task).uncancel() <= cancellingBefore;
    }
    state = State.EXITED;
    return false;
  }

  static TimeoutException timedOut(CancelledError cause) {
    TimeoutException exception = new TimeoutException("the deadline has passed");
    exception.initCause(cause);
    return exception;
  }

  @Override
  public String toString() {
    return "Timeout(" + state.text + (when == null ? "" : ", when " + when) + ")";
  }
}
