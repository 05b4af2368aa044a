// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import org.jspecify.annotations.Nullable;

/**
 * Work that a library has scheduled on a loop, as the library sees it: disposed at any time, also
 * before the loop has accepted it. The methods have the names that RxJava and Reactor give them.
 */
public abstract class ScheduledWork implements Runnable {
  private final Runnable code;
  private volatile boolean disposed;

  /** Set once the loop has accepted the work, maybe after it has run. */
  private volatile @Nullable LoopJob job;

  /**
   * For subclasses.
   *
   * @param code what to run
   */
  protected ScheduledWork(Runnable code) {
    this.code = code;
  }

  /** Returns what is run. */
  protected final Runnable code() {
    return code;
  }

  /**
   * The loop has accepted the work.
   *
   * @param job by which the loop knows it
   */
  public final void submitted(LoopJob job) {
    this.job = job;
    if (disposed) {
      job.cancel();
    }
  }

  @Override
  public void run() {
    if (!disposed) {
      code.run();
    }
  }

  /** Has the work not run, or not run again. Any thread. */
  public final void dispose() {
    disposed = true;
    LoopJob submitted = job;
    if (submitted != null) {
      submitted.cancel();
    }
  }

  /** Returns whether the work will not run any more: it was disposed, or has run. */
  public final boolean isDisposed() {
    LoopJob submitted = job;
    return disposed || (submitted != null && submitted.isDone());
  }

  @Override
  public String toString() {
    return code.toString();
  }
}
