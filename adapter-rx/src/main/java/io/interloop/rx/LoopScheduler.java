// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.EventLoop;
import io.interloop.spi.LoopJob;
import io.interloop.spi.LoopWorker;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A loop as RxJava sees a scheduler.
 *
 * <p>All ways to schedule are overridden, as what the base class composes of {@code schedule}
 * applies {@link RxJavaPlugins#onSchedule} twice.
 */
final class LoopScheduler extends Scheduler {
  private final LoopWorker jobs;

  LoopScheduler(EventLoop loop) {
    this.jobs = new LoopWorker(loop);
  }

  @Override
  public Disposable scheduleDirect(Runnable run) {
    return submit(run, code -> jobs.submit(code, 0));
  }

  @Override
  public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
    return submit(run, code -> jobs.submit(code, unit.toNanos(delay)));
  }

  @Override
  public Disposable schedulePeriodicallyDirect(
      Runnable run, long initialDelay, long period, TimeUnit unit) {
    return repeat(jobs, run, initialDelay, period, unit);
  }

  private static Disposable repeat(
      LoopWorker jobs, Runnable run, long initialDelay, long period, TimeUnit unit) {
    return submit(
        run, code -> jobs.repeatAtRate(code, unit.toNanos(initialDelay), unit.toNanos(period)));
  }

  private static Disposable submit(Runnable run, Function<ScheduledJob, LoopJob> submission) {
    ScheduledJob job = new ScheduledJob(RxJavaPlugins.onSchedule(run));
    try {
      job.submitted(submission.apply(job));
      return job;
    } catch (RejectedExecutionException rejected) {
      RxJavaPlugins.onError(rejected);
      return Disposable.disposed();
    }
  }

  @Override
  public Worker createWorker() {
    return new ForkWorker(jobs.fork());
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(jobs.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void shutdown() {
    var unused = jobs.shutdownNow();
  }

  @Override
  public String toString() {
    return "LoopScheduler(" + jobs + ")";
  }

  private static final class ForkWorker extends Worker {
    private final LoopWorker jobs;
    private volatile boolean disposed;

    ForkWorker(LoopWorker jobs) {
      this.jobs = jobs;
    }

    @Override
    public Disposable schedule(Runnable run) {
      return schedule(run, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable run, long delay, TimeUnit unit) {
      return disposed
          ? Disposable.disposed()
          : submit(run, code -> jobs.submit(code, unit.toNanos(delay)));
    }

    @Override
    public Disposable schedulePeriodically(
        Runnable run, long initialDelay, long period, TimeUnit unit) {
      return disposed ? Disposable.disposed() : repeat(jobs, run, initialDelay, period, unit);
    }

    @Override
    public long now(TimeUnit unit) {
      return unit.convert(jobs.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void dispose() {
      disposed = true;
      var unused = jobs.shutdownNow();
    }

    @Override
    public boolean isDisposed() {
      return disposed || jobs.isShutdown();
    }
  }
}
