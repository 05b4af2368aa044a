// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static java.util.Objects.requireNonNull;

import io.interloop.EventLoop;
import io.interloop.spi.LoopJob;
import io.interloop.spi.LoopWorker;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A loop as Reactor sees a scheduler. */
final class LoopScheduler implements Scheduler, Scannable {
  /** Where what is scheduled without a worker goes. */
  private final LoopWorker jobs;

  private final ForkWorker direct;

  LoopScheduler(EventLoop loop) {
    this.jobs = new LoopWorker(loop);
    this.direct = new ForkWorker(jobs);
  }

  @Override
  public Disposable schedule(Runnable task) {
    return direct.schedule(task);
  }

  @Override
  public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
    return direct.schedule(task, delay, unit);
  }

  @Override
  public Disposable schedulePeriodically(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return direct.schedulePeriodically(task, initialDelay, period, unit);
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
  public void dispose() {
    direct.dispose();
  }

  @Override
  public Mono<Void> disposeGracefully() {
    return Mono.defer(() -> {
      jobs.shutdown();
      return Mono.fromCompletionStage(jobs.terminated()).then();
    });
  }

  @Override
  public boolean isDisposed() {
    return direct.isDisposed();
  }

  @Override
  public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
    if (key == Attr.TERMINATED || key == Attr.CANCELLED) {
      return isDisposed();
    }
    return key == Attr.NAME ? toString() : null;
  }

  @Override
  public String toString() {
    return "LoopScheduler(" + jobs.loop() + ")";
  }

  private static final class ForkWorker implements Worker, Scannable {
    private final LoopWorker jobs;

    ForkWorker(LoopWorker jobs) {
      this.jobs = jobs;
    }

    @Override
    public Disposable schedule(Runnable task) {
      return submit(task, code -> jobs.submit(code, 0));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      return submit(task, code -> jobs.submit(code, unit.toNanos(delay)));
    }

    @Override
    public Disposable schedulePeriodically(
        Runnable task, long initialDelay, long period, TimeUnit unit) {
      return submit(
          task, code -> jobs.repeatAtRate(code, unit.toNanos(initialDelay), unit.toNanos(period)));
    }

    private Disposable submit(Runnable task, Function<ScheduledJob, LoopJob> submission) {
      ScheduledJob job = new ScheduledJob(Schedulers.onSchedule(requireNonNull(task, "task")));
      try {
        job.submitted(submission.apply(job));
        return job;
      } catch (RejectedExecutionException rejected) {
        // Reactor knows the rejection by a disposed scheduler by its identity.
        throw jobs.loop().isClosed()
            ? Exceptions.failWithRejected(rejected)
            : Exceptions.failWithRejected();
      }
    }

    @Override
    public void dispose() {
      var unused = jobs.shutdownNow();
    }

    @Override
    public boolean isDisposed() {
      return jobs.isShutdown();
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
      if (key == Attr.TERMINATED || key == Attr.CANCELLED) {
        return isDisposed();
      }
      return key == Attr.NAME ? "LoopScheduler(" + jobs.loop() + ").worker" : null;
    }
  }
}
