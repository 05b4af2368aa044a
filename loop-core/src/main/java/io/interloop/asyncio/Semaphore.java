// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A number of permits, shared by the tasks of one loop. First come, first served: a permit that is
 * released goes to the first in line there and then.
 *
 * <pre>{@code
 * var atMostTen = new Semaphore(10);
 * Page page = atMostTen.with(() -> fetch(url).await()).await();
 * }</pre>
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-sync.html#semaphore">asyncio:
 *     Semaphore</a>
 */
public sealed class Semaphore extends LoopBound implements Scope permits BoundedSemaphore {
  private final Deque<Promise<Boolean>> waiters = new ArrayDeque<>();
  private int permits;

  /** Creates a semaphore with one permit. */
  public Semaphore() {
    this(1);
  }

  /**
   * Creates a semaphore.
   *
   * @param permits how many there are
   * @throws IllegalArgumentException if they are less than 0
   */
  public Semaphore(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("Semaphore initial value must be >= 0, not " + permits);
    }
    this.permits = permits;
  }

  /** Returns how many permits are free. */
  final int permits() {
    return permits;
  }

  @Override
  public final boolean locked() {
    return permits == 0 || waiters.stream().anyMatch(waiter -> !waiter.cancelled());
  }

  @Override
  public final Awaitable<Boolean> acquire() {
    return () -> {
      if (!locked()) {
        permits--;
        return true;
      }
      waitInLine();
      return true;
    };
  }

  private void waitInLine() throws Exception {
    Promise<Boolean> turn = newWaiter();
    waiters.add(turn);
    try {
      try {
        turn.await();
      } finally {
        waiters.remove(turn);
      }
    } catch (CancelledError cancelled) {
      if (turn.done() && !turn.cancelled()) {
        // [S11] The permit was ours already: give it back.
        permits++;
      }
      throw cancelled;
    } finally {
      boolean woken = true;
      while (permits > 0 && woken) {
        woken = wakeNext();
      }
    }
  }

  @Override
  public void release() {
    permits++;
    var unused = wakeNext();
  }

  private boolean wakeNext() {
    for (Promise<Boolean> waiter : waiters) {
      if (!waiter.done()) {
        permits--;
        waiter.setResult(true);
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + permits + ", " + waiters.size() + " waiting)";
  }
}
