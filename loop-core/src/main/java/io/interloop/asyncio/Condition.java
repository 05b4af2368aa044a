// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock, and a line of tasks that have let go of it until they are notified.
 *
 * <pre>{@code
 * condition.with(() -> {
 *   condition.waitFor(() -> !inbox.isEmpty()).await();
 *   handle(inbox.remove());
 * }).await();
 * }</pre>
 *
 * <p>No notification is lost: a task that is cancelled after it was notified passes it on. So a
 * task may wake up for nothing, and checks what it waits for again; {@link #waitFor} does that.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-sync.html#condition">asyncio:
 *     Condition</a>
 */
public final class Condition extends LoopBound implements Scope, Awaitable<Boolean> {
  private final Deque<Promise<Boolean>> waiters = new ArrayDeque<>();
  private final Lock lock;

  /** Creates a condition with a lock of its own. */
  public Condition() {
    this(new Lock());
  }

  /**
   * Creates a condition.
   *
   * @param lock its lock, which may belong to other conditions as well
   */
  public Condition(Lock lock) {
    this.lock = lock;
  }

  @Override
  public Awaitable<Boolean> acquire() {
    return lock.acquire();
  }

  @Override
  public void release() {
    lock.release();
  }

  @Override
  public boolean locked() {
    return lock.locked();
  }

  /**
   * Lets go of the lock, waits to be notified, and takes the lock again, even if cancelled.
   * asyncio's {@code wait()}, a name that Java has taken.
   *
   * @return true
   * @throws IllegalStateException if the lock is not held
   */
  @Override
  @CanIgnoreReturnValue
  public Boolean await() throws Exception {
    checkLocked("wait");
    Promise<Boolean> waiter = newWaiter();
    release();
    try {
      try {
        waiters.add(waiter);
        try {
          waiter.await();
        } finally {
          waiters.remove(waiter);
        }
      } finally {
        reacquire();
      }
    } catch (Throwable failure) {
      // [S8] We may have been notified, and cannot use it.
      notifyWaiters(1);
      throw failure;
    }
    return true;
  }

  private void reacquire() throws Exception {
    CancelledError latest = null;
    while (true) {
      try {
        lock.acquire().await();
        break;
      } catch (CancelledError error) {
        latest = error;
      }
    }
    if (latest != null) {
      throw latest;
    }
  }

  /**
   * Returns a coroutine that waits until a predicate holds. The lock must be held; the predicate is
   * asked with the lock held, first at once, then after each notification.
   *
   * @param predicate what to wait for
   */
  public Awaitable<@Nullable Void> waitFor(BooleanSupplier predicate) {
    return () -> {
      while (!predicate.getAsBoolean()) {
        await();
      }
      return null;
    };
  }

  /**
   * Notifies the first tasks in the line. They go on when they have got the lock.
   *
   * @param count how many at the most
   * @throws IllegalStateException if the lock is not held
   */
  public void notify(int count) {
    checkLocked("notify");
    notifyWaiters(count);
  }

  /**
   * Notifies all tasks in the line. asyncio's {@code notify_all()}, a name that Java has taken.
   *
   * @throws IllegalStateException if the lock is not held
   */
  public void notifyEveryone() {
    notify(waiters.size());
  }

  private void notifyWaiters(int count) {
    int left = count;
    for (Promise<Boolean> waiter : waiters) {
      if (left <= 0) {
        return;
      }
      if (!waiter.done()) {
        left--;
        waiter.setResult(false);
      }
    }
  }

  private void checkLocked(String what) {
    if (!locked()) {
      throw new IllegalStateException(
          "cannot " + what + " on un-acquired lock: acquire() the condition first");
    }
  }

  @Override
  public String toString() {
    return "Condition(" + lock + ", " + waiters.size() + " waiting)";
  }
}
