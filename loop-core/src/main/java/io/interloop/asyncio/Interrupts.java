// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import org.jspecify.annotations.Nullable;

/**
 * What an interrupt of the thread that runs a loop means: a call of the hook, or a flag that is
 * kept for the code whose thread it is. The loop's own waiting must not be cut short by it for
 * good.
 *
 * <p>All fields belong to the holder of the baton.
 */
final class Interrupts {
  /** What an interrupt of {@link #runner} does; null to keep the flag. */
  private @Nullable Runnable hook;

  /** The thread that runs the loop, while it does. */
  private @Nullable Thread runner;

  /** An interrupt that was taken while waiting, to be given back to the code it was meant for. */
  private boolean kept;

  /** Has an interrupt of the thread that runs the loop call back, instead of being kept. */
  void setHook(@Nullable Runnable hook) {
    this.hook = hook;
  }

  /** Returns what an interrupt of the thread that runs the loop does, or null. */
  @Nullable Runnable hook() {
    return hook;
  }

  /** The calling thread begins to run the loop. */
  void begin() {
    runner = Thread.currentThread();
  }

  /** The calling thread does not run the loop any more, and gets back what was meant for it. */
  void end() {
    runner = null;
    if (returnKept()) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Clears the thread's interrupt flag and returns whether it was set for the code that runs there,
   * rather than for the thread that runs the loop.
   */
  boolean take() {
    return Thread.interrupted() && !calledHook();
  }

  /** The loop has waited: an interrupted thread would not wait again. */
  void keepAfterWaiting() {
    kept |= take();
  }

  /** Returns whether an interrupt was kept that was meant for the code whose thread this is. */
  boolean returnKept() {
    boolean was = kept;
    kept = false;
    return was;
  }

  private boolean calledHook() {
    if (hook == null || runner != Thread.currentThread()) {
      return false;
    }
    hook.run();
    return true;
  }
}
