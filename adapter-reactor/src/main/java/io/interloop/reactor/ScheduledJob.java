// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.spi.LoopJob;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Work of Reactor's on a loop, and what disposes it. */
final class ScheduledJob implements Runnable, Disposable {
  private final Runnable task;
  private volatile boolean disposed;

  /** Set once the loop has accepted the work, maybe after it has run. */
  private volatile @Nullable LoopJob job;

  ScheduledJob(Runnable task) {
    this.task = task;
  }

  void submitted(LoopJob job) {
    this.job = job;
    if (disposed) {
      job.cancel();
    }
  }

  @Override
  public void run() {
    if (!disposed) {
      task.run();
    }
  }

  @Override
  public void dispose() {
    disposed = true;
    LoopJob submitted = job;
    if (submitted != null) {
      submitted.cancel();
    }
  }

  @Override
  public boolean isDisposed() {
    LoopJob submitted = job;
    return disposed || (submitted != null && submitted.isDone());
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
