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
class Carrier {

  /** Set before the thread starts, never changed. */
  @Nullable Thread thread;

  /** What it is to run when it is free and gets the baton. Written by who passes the baton. */
  StackEngine.@Nullable Job job;

  /** Set by who passes the baton, cleared by this carrier. */
  private volatile boolean baton;

  /** Whether the thread has been started, if that is the loop's to do. Holder of the baton only. */
  private boolean started;

  /** What an interrupt does while this carrier waits; null to keep the flag for later. */
  private final @Nullable Runnable onInterrupt;

  /** Creates the place of a thread that runs already. */
  Carrier(@Nullable Thread thread, @Nullable Runnable onInterrupt) {
    this.thread = thread;
    this.onInterrupt = onInterrupt;
    this.started = thread != null;
  }

  /**
   * Hands this carrier the baton; one that is new starts with it, and need not wait first. The
   * caller must not touch the loop afterwards.
   */
  final void pass() {
    Thread target = thread;
    baton = true;
    if (started) {
      LockSupport.unpark(target);
    } else if (target != null) {
      started = true;
      target.start();
    }
  }

  /**
   * Waits for the baton. An interrupt does not end the wait; without a hook the flag is set again
   * afterwards, for the code whose thread this is.
   */
  final void await() {
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
  public final String toString() {
    return "Carrier(" + (thread == null ? "unstarted" : thread.getName()) + ")";
  }
}
