// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A flag that tasks of one loop can wait for: {@code event.await()}.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-sync.html#event">asyncio: Event</a>
 */
public final class Event extends LoopBound implements Awaitable<Boolean> {
  private final Deque<Promise<Boolean>> waiters = new ArrayDeque<>();
  private boolean set;

  /** Creates an event that is not set. */
  public Event() {}

  /** Returns whether it is set. */
  public boolean isSet() {
    return set;
  }

  /** Sets it and wakes all who wait, first come, first served; they go on even if it is cleared. */
  public void set() {
    if (!set) {
      set = true;
      waiters.forEach(waiter -> Futures.setResultUnlessDone(waiter, true));
    }
  }

  /** Clears it: who awaits it from now on waits for the next {@link #set()}. */
  public void clear() {
    set = false;
  }

  /**
   * Waits until it is set; not at all if it is. asyncio's {@code wait()}, a name that Java has
   * taken.
   *
   * @return true
   */
  @Override
  @CanIgnoreReturnValue
  public Boolean await() throws Exception {
    if (set) {
      return true;
    }
    Promise<Boolean> waiter = newWaiter();
    waiters.add(waiter);
    try {
      waiter.await();
      return true;
    } finally {
      waiters.remove(waiter);
    }
  }

  @Override
  public String toString() {
    return "Event(" + (set ? "set" : "unset") + ", " + waiters.size() + " waiting)";
  }
}
