// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that can hold the baton, and the place where it waits for it.
 *
 * <p>All that loop code writes before {@link #pass()} is visible after {@link #await()} has
 * returned: the volatile flag is the only synchronisation that the loop's plain fields need.
 */
final class Carrier {

  /** What a free carrier is to run when it gets the baton. */
  interface Job {

    void run();

    /** Returns who gets the baton when the job has ended, or null if the carrier is to dispatch. */
    @Nullable Carrier successor();
  }

  /** Set before the thread starts, never changed. */
  @Nullable Thread thread;

  /** Written by who passes the baton, before passing; read by this carrier. */
  @Nullable Job job;

  /** Set by who passes the baton, cleared by this carrier. */
  private volatile boolean baton;

  /** What an interrupt does while this carrier waits; null to keep the flag for later. */
  private final @Nullable Runnable onInterrupt;

  Carrier(@Nullable Thread thread, @Nullable Runnable onInterrupt) {
    this.thread = thread;
    this.onInterrupt = onInterrupt;
  }

  /** Hands this carrier the baton. The caller must not touch the loop afterwards. */
  void pass() {
    baton = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits for the baton. An interrupt does not end the wait; without a hook the flag is set again
   * afterwards, for the code whose thread this is.
   */
  void await() {
    boolean interrupted = false;
    while (!baton) {
      LockSupport.park(this);
      // An interrupted thread would not park again.
      if (Thread.interrupted()) {
        if (onInterrupt != null) {
          onInterrupt.run();
        } else {
          interrupted = true;
        }
      }
    }
    baton = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "Carrier(" + (thread == null ? "unstarted" : thread.getName()) + ")";
  }
}
