// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Mutual exclusion between tasks of one loop. Not for threads, not reentrant.
 *
 * <p>First come, first served: a task that asks while others wait goes to the end of the line, even
 * in the moment between a release and the first waiter's turn.
 *
 * <pre>{@code
 * lock.with(() -> {
 *   account.withdraw(amount).await();
 *   account.deposit(amount).await();
 * }).await();
 * }</pre>
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-sync.html#lock">asyncio: Lock</a>
 */
public final class Lock extends LoopBound implements Scope {
  private final Deque<Promise<Boolean>> waiters = new ArrayDeque<>();
  private boolean locked;

  /** Creates a lock that is not held. */
  public Lock() {}

  @Override
  public boolean locked() {
    return locked;
  }

  @Override
  public Awaitable<Boolean> acquire() {
    return () -> {
      if (!locked && waiters.stream().allMatch(Promise::cancelled)) {
        locked = true;
        return true;
      }
      waitInLine();
      locked = true;
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
      // The turn may have been given to us already: pass it on.
      if (!locked) {
        wakeFirst();
      }
      throw cancelled;
    }
  }

  @Override
  public void release() {
    if (!locked) {
      throw new IllegalStateException("Lock is not acquired: acquire() it before release()");
    }
    locked = false;
    wakeFirst();
  }

  /** A waiter that is done has been woken already, or was cancelled and passes the turn on. */
  private void wakeFirst() {
    Promise<Boolean> first = waiters.peek();
    if (first != null) {
      Futures.setResultUnlessDone(first, true);
    }
  }

  @Override
  public String toString() {
    return "Lock(" + (locked ? "locked" : "unlocked") + ", " + waiters.size() + " waiting)";
  }
}
