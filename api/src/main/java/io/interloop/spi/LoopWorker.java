// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the work of a library that schedules to a loop: now or later, once or again and again. Any
 * thread may call it.
 *
 * <p><b>Order.</b> What has no delay runs first in, first out, whichever threads it comes from;
 * what has one runs in the order of the due times. Each job has a callback of its own, in a copy of
 * the submitter's context, and never runs inside the call that submits it.
 *
 * <p><b>Failure.</b> What a job throws goes to the loop's exception handler, and a repeated job
 * ends.
 *
 * <p><b>The end.</b> A worker that is shut down, or whose loop is closed, rejects work. A loop that
 * closes ends the jobs that wait, and a worker that is shut down those that are repeated; code that
 * is {@link Undroppable} is told so.
 */
public final class LoopWorker {
  final EventLoop loop;

  /** This worker, or the one it was forked from: the one that counts. */
  private final LoopWorker root;

  /** Workers forked from this one that are not shut down. */
  private final Set<LoopWorker> forks = ConcurrentHashMap.newKeySet();

  /** The jobs that have not ended. */
  private final Set<LoopJob> jobs = ConcurrentHashMap.newKeySet();

  /**
   * Those that are due at once. The loop is asked once for each, and then runs the oldest: a job
   * that another thread submitted earlier must not be overtaken by one submitted on the loop.
   */
  private final Queue<LoopJob> line = new ConcurrentLinkedQueue<>();

  /** How many jobs have not ended, forks' included. Only the root's counts. */
  private final AtomicLong outstanding = new AtomicLong();

  /** Completed once the root is shut down and nothing is outstanding. */
  private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

  /** Set once, by any thread. */
  private volatile boolean shutdown;

  /**
   * Creates a worker.
   *
   * @param loop where the work runs
   */
  public LoopWorker(EventLoop loop) {
    this.loop = Objects.requireNonNull(loop, "loop");
    this.root = this;
  }

  private LoopWorker(LoopWorker root) {
    this.loop = root.loop;
    this.root = root;
  }

  /**
   * Returns a worker with an order and an end of its own, which ends with this one at the latest.
   */
  public LoopWorker fork() {
    LoopWorker fork = new LoopWorker(root);
    root.forks.add(fork);
    return fork;
  }

  /** Returns the loop. */
  public EventLoop loop() {
    return loop;
  }

  /** Returns the time on the loop's clock, in nanoseconds. */
  public long nanoTime() {
    return loop.time().toNanos();
  }

  // ---- work

  /**
   * Has code run once.
   *
   * @param code what to run
   * @param delay after how many nanoseconds; zero or less for the next tick
   * @throws RejectedExecutionException if this worker is shut down or the loop is closed
   */
  public LoopJob submit(Runnable code, long delay) {
    return start(new LoopJob(this, code, delay, LoopJob.Repeat.NEVER, 0));
  }

  /**
   * Has code run again and again, at the initial delay, one period after it, two periods after it,
   * and so on. Late runs follow each other until they have caught up.
   *
   * @param code what to run
   * @param initialDelay after how many nanoseconds it first runs
   * @param period nanoseconds from one due time to the next; zero for a run in each tick
   * @throws RejectedExecutionException if this worker is shut down or the loop is closed
   */
  public LoopJob repeatAtRate(Runnable code, long initialDelay, long period) {
    return start(new LoopJob(this, code, initialDelay, LoopJob.Repeat.AT_RATE, period));
  }

  /**
   * Has code run again and again, with a pause between the end of one run and the next.
   *
   * @param code what to run
   * @param initialDelay after how many nanoseconds it first runs
   * @param pause how many nanoseconds
   * @throws RejectedExecutionException if this worker is shut down or the loop is closed
   */
  public LoopJob repeatWithPause(Runnable code, long initialDelay, long pause) {
    return start(new LoopJob(this, code, initialDelay, LoopJob.Repeat.WITH_PAUSE, pause));
  }

  private LoopJob start(LoopJob job) {
    root.outstanding.incrementAndGet();
    jobs.add(job);
    // Looked at after the job was added: whoever shuts down either sees the job or is seen here.
    if (isShutdown()) {
      throw rejected(job, null);
    }
    try {
      job.schedule();
    } catch (IllegalStateException failure) {
      if (!loop.isClosed()) {
        ended(job);
        throw failure;
      }
      throw rejected(job, failure);
    }
    return job;
  }

  private RejectedExecutionException rejected(LoopJob job, @Nullable Throwable cause) {
    ended(job);
    String why = loop.isClosed() ? "Event loop is closed: " + loop : "shut down: " + this;
    return new RejectedExecutionException(why, cause);
  }

  /** Has the loop run the oldest job of the line. */
  void lineUp(LoopJob job) {
    line.add(job);
    loop.callSoonThreadsafe(job.context(), new Turn(job));
  }

  private final class Turn implements Runnable, Undroppable {
    private final LoopJob job;

    Turn(LoopJob job) {
      this.job = job;
    }

    @Override
    public void run() {
      LoopJob oldest = line.remove();
      if (oldest == job) {
        oldest.run();
      } else {
        oldest.runInContext();
      }
    }

    @Override
    public void dropped() {
      job.dropped();
    }

    @Override
    public String toString() {
      return job.toString();
    }
  }

  void ended(LoopJob job) {
    if (jobs.remove(job)) {
      root.outstanding.decrementAndGet();
      root.completeIfTerminated();
    }
  }

  // ---- the end

  /** Accepts no more work and ends what is repeated; what waits still runs, once. */
  public void shutdown() {
    end();
    forEachJob(job -> {
      if (job.isRepeated()) {
        job.dropped();
      }
    });
    root.completeIfTerminated();
  }

  /**
   * Accepts no more work and ends what waits. What runs is not interrupted.
   *
   * @return the code of the jobs that waited
   */
  public List<Runnable> shutdownNow() {
    end();
    List<Runnable> waiting = new ArrayList<>();
    forEachJob(job -> {
      Runnable code = job.cancelAndGetCode();
      if (code != null) {
        waiting.add(code);
      }
    });
    root.completeIfTerminated();
    return waiting;
  }

  private void end() {
    shutdown = true;
    root.forks.remove(this);
  }

  private void forEachJob(Consumer<LoopJob> action) {
    jobs.forEach(action);
    forks.forEach(fork -> fork.jobs.forEach(action));
  }

  /** Returns whether work is rejected. */
  public boolean isShutdown() {
    return shutdown || root.shutdown || loop.isClosed();
  }

  /**
   * Returns whether work is rejected and nothing is left, in workers forked from this one either.
   */
  public boolean isTerminated() {
    return isShutdown() && root.outstanding.get() == 0;
  }

  /**
   * Returns a stage that completes once the worker that all were forked from is shut down and
   * nothing is left; on the thread that ends the last job or shuts down.
   */
  public CompletionStage<@Nullable Void> terminated() {
    return root.terminated.minimalCompletionStage();
  }

  private void completeIfTerminated() {
    if (isTerminated()) {
      terminated.complete(null);
    }
  }

  @Override
  public String toString() {
    return "LoopWorker(" + jobs.size() + " jobs of " + loop + (isShutdown() ? ", shut down)" : ")");
  }
}
