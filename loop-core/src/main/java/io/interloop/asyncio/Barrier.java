// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import java.util.concurrent.BrokenBarrierException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of tasks wait for each other: {@code barrier.await()} returns when all have come.
 *
 * <pre>
 *   FILLING ──all there──▶ DRAINING ──last one out──▶ FILLING
 *      │ reset, some wait ──▶ RESETTING ──last one out──▶ FILLING
 *      └ abort ──▶ BROKEN ──reset──▶ FILLING
 * </pre>
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-sync.html#barrier">asyncio: Barrier</a>
 */
public final class Barrier implements Awaitable<Integer> {

  private enum State {
    FILLING,
    DRAINING,
    RESETTING,
    BROKEN
  }

  private final Condition condition = new Condition();
  private final int parties;
  private State state = State.FILLING;
  private int count;

  /**
   * Creates a barrier.
   *
   * @param parties how many tasks have to come
   * @throws IllegalArgumentException if they are less than 1
   */
  public Barrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties must be >= 1, not " + parties);
    }
    this.parties = parties;
  }

  /** Returns how many tasks have to come. */
  public int parties() {
    return parties;
  }

  /** Returns how many tasks wait for the others. */
  public int nWaiting() {
    return state == State.FILLING ? count : 0;
  }

  /** Returns whether the barrier is broken. */
  public boolean broken() {
    return state == State.BROKEN;
  }

  /**
   * Waits for the others. The last to come goes on without a suspension. asyncio's {@code wait()},
   * a name that Java has taken.
   *
   * @return the place in the order of arrival, from 0
   * @throws BrokenBarrierException if the barrier is broken, or reset meanwhile
   */
  @Override
  @CanIgnoreReturnValue
  public Integer await() throws Exception {
    return condition.with(this::arrive).await();
  }

  private Integer arrive() throws Exception {
    condition.waitFor(() -> state != State.DRAINING && state != State.RESETTING).await();
    if (state == State.BROKEN) {
      throw new BrokenBarrierException("Barrier aborted");
    }
    int index = count++;
    try {
      if (count == parties) {
        state = State.DRAINING;
        condition.notifyEveryone();
      } else {
        waitForTheOthers();
      }
      return index;
    } finally {
      count--;
      leave();
    }
  }

  private void waitForTheOthers() throws Exception {
    condition.waitFor(() -> state != State.FILLING).await();
    if (state == State.BROKEN || state == State.RESETTING) {
      throw new BrokenBarrierException("Abort or reset of barrier");
    }
  }

  private void leave() {
    if (count == 0) {
      if (state == State.RESETTING || state == State.DRAINING) {
        state = State.FILLING;
      }
      condition.notifyEveryone();
    }
  }

  /** Returns a coroutine that makes the barrier empty: who waits gets a BrokenBarrierException. */
  public Awaitable<@Nullable Void> reset() {
    return condition.with(() -> {
      state = count > 0 ? State.RESETTING : State.FILLING;
      condition.notifyEveryone();
    });
  }

  /** Returns a coroutine that breaks the barrier, for all, until it is reset. */
  public Awaitable<@Nullable Void> abort() {
    return condition.with(() -> {
      state = State.BROKEN;
      condition.notifyEveryone();
    });
  }

  @Override
  public String toString() {
    return "Barrier(" + state + ", " + count + " of " + parties + ")";
  }
}
