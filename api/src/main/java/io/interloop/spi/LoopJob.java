// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import io.interloop.TimerHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work that a {@link LoopWorker} was given. Any thread may ask about it and cancel it. */
public final class LoopJob {

  enum Repeat {
    NEVER,
    AT_RATE,
    WITH_PAUSE
  }

  /*
   *        ┌───── again ─────┐
   *        ▼                 │
   *     WAITING ── run ──▶ RUNNING ── done, or cancel ──▶ ENDED
   *        └───────── cancel, or the loop closes ───────────▲
   */
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  private final LoopWorker worker;
  private final Context context = Context.copyOfCurrent();
  private final Repeat repeat;
  private final long interval;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** Null once called off, so that what it refers to can be collected. */
  private volatile @Nullable Runnable code;

  /** Nanoseconds on the loop's clock. Written by the submitter, then on the loop. */
  private volatile long deadline;

  /** Whether a timer was set or asked for. Written by the submitter, then on the loop. */
  private volatile boolean timed;

  /** Loop only. */
  private @Nullable TimerHandle timer;

  LoopJob(LoopWorker worker, Runnable code, long delay, Repeat repeat, long interval) {
    this.worker = worker;
    this.code = Objects.requireNonNull(code, "code");
    this.repeat = repeat;
    this.interval = interval;
    this.deadline = after(worker.nanoTime(), delay);
  }

  private static long after(long start, long delay) {
    long sum = start + Math.max(delay, 0);
    return sum < start ? Long.MAX_VALUE : sum;
  }

  Context context() {
    return context;
  }

  boolean isRepeated() {
    return repeat != Repeat.NEVER;
  }

  // ---- on its way

  void schedule() {
    if (deadline <= worker.nanoTime()) {
      worker.lineUp(this);
      return;
    }
    timed = true;
    if (worker.loop.isCurrent()) {
      setTimer();
    } else {
      worker.loop.callSoonThreadsafe(context, new Arrival());
    }
  }

  private void setTimer() {
    timer = worker.loop.callAt(Duration.ofNanos(deadline), context, new Arrival());
  }

  /**
   * The job may be due: its timer has expired, or another thread's submission has reached the loop.
   * In the second case it must not wait for a tick of its own if it is due by now, or a timer that
   * was set later on the loop would overtake it.
   */
  private final class Arrival implements Runnable, Undroppable {
    @Override
    public void run() {
      if (state.get() == State.ENDED) {
        return;
      }
      if (deadline > worker.nanoTime()) {
        setTimer();
      } else {
        LoopJob.this.run();
      }
    }

    @Override
    public void dropped() {
      LoopJob.this.dropped();
    }

    @Override
    public String toString() {
      return LoopJob.this.toString();
    }
  }

  /** On the loop, in this job's context. */
  void run() {
    Runnable work = code;
    if (work == null || !state.compareAndSet(State.WAITING, State.RUNNING)) {
      return;
    }
    timer = null;
    boolean again = false;
    try {
      work.run();
      again = isRepeated();
    } finally {
      if (!again || !state.compareAndSet(State.RUNNING, State.WAITING)) {
        state.set(State.ENDED);
        worker.ended(this);
      } else if (worker.isShutdown()) {
        dropped();
      } else {
        deadline = after(repeat == Repeat.AT_RATE ? deadline : worker.nanoTime(), interval);
        schedule();
      }
    }
  }

  /** On the loop, in the context of another job. */
  void runInContext() {
    try {
      context.run(() -> {
        run();
        return true;
      });
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError("a Runnable throws nothing checked", impossible);
    }
  }

  private void forget() {
    code = null;
    worker.ended(this);
  }

  // ---- called off

  /** Has the job not run, or not run again. What runs is not interrupted. */
  public void cancel() {
    Runnable unused = cancelAndGetCode();
  }

  /** Cancels the job and returns its code, or null if it did not wait. */
  @Nullable Runnable cancelAndGetCode() {
    Runnable work = code;
    if (!state.compareAndSet(State.WAITING, State.ENDED)) {
      // A run ends by itself; it only must not be repeated.
      state.compareAndSet(State.RUNNING, State.ENDED);
      return null;
    }
    forget();
    takeTimerBack();
    return work;
  }

  private void takeTimerBack() {
    if (timed) {
      Delivery.to(worker.loop, this::dropTimer, () -> {});
    }
  }

  private void dropTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** The loop closes, or the worker will not repeat the job. */
  void dropped() {
    Runnable work = code;
    if (state.compareAndSet(State.WAITING, State.ENDED)) {
      forget();
      takeTimerBack();
      if (work instanceof Undroppable undroppable) {
        undroppable.dropped();
      }
    }
  }

  /** Returns whether the job will not run any more: it has run, or was cancelled. */
  public boolean isDone() {
    return state.get() == State.ENDED;
  }

  /** Returns how many nanoseconds it is until the job is due; negative if it was due before. */
  public long delay() {
    return deadline - worker.nanoTime();
  }

  @Override
  public String toString() {
    Runnable work = code;
    return "LoopJob(" + (work == null ? "called off" : work) + ")";
  }
}
