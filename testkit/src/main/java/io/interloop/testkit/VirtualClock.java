// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import io.interloop.spi.Backend;
import java.time.Duration;

/**
 * Time that stands still while there is something to do, and jumps to the next timer when there is
 * not. A test of an hour's timeout takes no time, and always takes the same course.
 *
 * <p>While a job runs in the loop's executor, time stands still and the loop really waits, as the
 * job may take any time. If there is neither a timer nor such a job, only another thread can bring
 * the loop something to do: it waits for that for a limited real time, and then {@link Deadlock} is
 * thrown out of the run.
 */
public final class VirtualClock implements Backend {

  /** The loop has nothing ready, no timer and no job, and nobody wakes it. */
  public static final class Deadlock extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Deadlock(Duration patience) {
      super(
          "the loop has nothing to do and nobody woke it within "
              + patience
              + " of real time: what the test waits for never comes");
    }
  }

  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  private final Duration patience;

  /** Guarded by the monitor, as are the fields below. */
  private long now;

  private boolean woken;
  private int outsideWork;

  /** Creates a clock at zero that waits ten seconds for other threads. */
  public VirtualClock() {
    this(DEFAULT_PATIENCE);
  }

  /**
   * Creates a clock at zero.
   *
   * @param patience how long to wait, in real time, for other threads to wake a loop that has
   *     nothing to do; zero for programs without other threads
   */
  public VirtualClock(Duration patience) {
    this.patience = patience;
  }

  /** Returns how much virtual time has passed. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void poll(long nanos) {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (!woken) {
      if (outsideWork > 0) {
        waitForWake(giveUp - System.nanoTime());
        giveUp = System.nanoTime() + patience.toNanos();
      } else if (nanos != FOREVER) {
        now += nanos;
        return;
      } else if (System.nanoTime() < giveUp) {
        waitForWake(giveUp - System.nanoTime());
      } else {
        throw new Deadlock(patience);
      }
    }
    woken = false;
  }

  @SuppressWarnings("WaitNotInLoop") // poll() loops
  private void waitForWake(long nanos) {
    try {
      // A millisecond more, as wait() counts in whole ones and 0 means for ever.
      wait(Math.max(nanos, 0) / 1_000_000 + 1);
    } catch (InterruptedException interrupted) {
      // The loop decides what an interrupt means; it sees the flag when it goes on.
      Thread.currentThread().interrupt();
      woken = true;
    }
  }

  @Override
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }

  @Override
  public synchronized void outsideWorkStarted() {
    outsideWork++;
  }

  @Override
  public synchronized void outsideWorkEnded() {
    outsideWork--;
    notifyAll();
  }

  @Override
  public String toString() {
    return "VirtualClock(" + elapsed() + ")";
  }
}
