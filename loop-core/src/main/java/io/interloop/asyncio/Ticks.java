// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Backend;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a loop runs next: callbacks and steps that are ready, timers that are due, what other
 * threads have handed in.
 *
 * <p>A tick is one round of CPython's {@code _run_once}: what is ready at its beginning runs in it,
 * and what becomes ready meanwhile waits for the next.
 *
 * <p>All fields belong to the holder of the baton.
 */
final class Ticks {
  /** How many callbacks and steps a guest runs in one turn at the most. */
  private static final int TURN_LIMIT = 256;

  final TimerQueue timers = new TimerQueue();
  final Inbox inbox;

  private final Backend backend;
  private final Interrupts interrupts;
  private final ArrayDeque<Ready> ready = new ArrayDeque<>();

  /** How many of the current tick are left to run. */
  private int left;

  /** How many more may run in this run, or in this turn. */
  private long allowance;

  /** Whether a tick has begun in this run. */
  private boolean ticked;

  private boolean stopping;

  /** What is to be thrown out of the run; nothing is next until it is. */
  private @Nullable Throwable fatal;

  Ticks(Backend backend, Interrupts interrupts, boolean guest) {
    this.backend = backend;
    this.interrupts = interrupts;
    this.inbox = new Inbox(backend, /* alwaysWake= */ guest);
  }

  // ---- what is next

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
      begin();
    }
    return null;
  }

  /** Begins a tick. */
  private void begin() {
    ticked = true;
    timers.dropCancelled();
    inbox.drainTo(ready);
    if (ready.isEmpty() && !stopping) {
      long untilTimer = timers.untilNext(backend.nanoTime());
      if (untilTimer > 0) {
        await(untilTimer);
        inbox.drainTo(ready);
      }
    }
    if (!timers.isEmpty()) {
      timers.expire(backend.nanoTime(), ready);
    }
    left = ready.size();
  }

  private void await(long nanos) {
    try {
      inbox.await(nanos);
    } catch (Throwable failure) {
      // Whoever holds the baton is not to blame; the caller of runForever() is to be told.
      fatal(failure);
    }
    interrupts.keepAfterWaiting();
  }

  void add(Ready next) {
    ready.add(next);
  }

  /** Takes out what has been added, if it is there still. */
  void remove(Ready added) {
    int place = 0;
    for (Iterator<Ready> all = ready.iterator(); all.hasNext(); place++) {
      if (all.next() == added) {
        all.remove();
        if (place < left) {
          left--;
        }
        return;
      }
    }
  }

  /** Returns whether there is something to do at once. */
  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Returns whether another thread has handed something in. */
  boolean hasMail() {
    return !inbox.isEmpty();
  }

  /** Returns the nearest deadline, or {@link Backend#FOREVER}. */
  long nextDeadline() {
    timers.dropCancelled();
    return timers.nextDeadline();
  }

  // ---- runs and turns

  /** Begins a run, which lasts until {@link #stop()}. */
  void beginRun() {
    allowance = Long.MAX_VALUE;
    left = 0;
    ticked = false;
  }

  /**
   * Begins a guest's turn: a tick, or the rest of one. That is what a run does which was stopped
   * beforehand. So a guest never waits, and its host has its turn after each tick.
   */
  void beginTurn() {
    allowance = TURN_LIMIT;
    ticked = left > 0;
    stopping = true;
  }

  /** Ends the run after the current tick; after its first one, if none has begun. */
  void stop() {
    stopping = true;
  }

  /** The run, or the turn, has ended. */
  void ended() {
    stopping = false;
  }

  /** Ends the run at once. */
  void fatal(Throwable error) {
    if (fatal == null) {
      fatal = error;
    } else if (fatal != error) {
      fatal.addSuppressed(error);
    }
  }

  /** Returns what the run is to throw, or null. */
  @Nullable Throwable fatal() {
    return fatal;
  }

  /** Returns what the run is to throw, or null; the next run begins without it. */
  @Nullable Throwable takeFatal() {
    Throwable error = fatal;
    if (error != null) {
      fatal = null;
      left = 0;
    }
    return error;
  }

  /** Drops whatever has not run, and takes nothing in any more; what must not vanish is told so. */
  void close() {
    inbox.close(ready);
    timers.drainTo(ready);
    for (Ready dropped = ready.poll(); dropped != null; dropped = ready.poll()) {
      if (dropped instanceof CoreHandle handle) {
        handle.drop();
      }
    }
  }
}
