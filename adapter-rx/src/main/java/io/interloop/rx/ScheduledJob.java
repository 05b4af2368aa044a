// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.LoopJob;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import org.jspecify.annotations.Nullable;

/** Work of RxJava's on a loop, and what disposes it. */
final class ScheduledJob implements Runnable, Disposable, SchedulerRunnableIntrospection {
  private final Runnable run;
  private volatile boolean disposed;

  /** Set once the loop has accepted the work, maybe after it has run. */
  private volatile @Nullable LoopJob job;

  ScheduledJob(Runnable run) {
    this.run = run;
  }

  void submitted(LoopJob job) {
    this.job = job;
    if (disposed) {
      job.cancel();
    }
  }

  @Override
  public void run() {
    if (disposed) {
      return;
    }
    try {
      run.run();
    } catch (Throwable failure) {
      // Both are told, as they are by RxJava's own: the hook, and the one whose thread it is.
      RxJavaPlugins.onError(failure);
      throw failure;
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
  public Runnable getWrappedRunnable() {
    return run;
  }

  @Override
  public String toString() {
    return run.toString();
  }
}
