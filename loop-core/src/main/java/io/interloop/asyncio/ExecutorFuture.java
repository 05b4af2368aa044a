// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.spi.LoopJob;
import io.interloop.spi.Undroppable;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Work that was given to a {@link LoopExecutor}: its code and its future. */
final class ExecutorFuture<V extends @Nullable Object> extends FutureTask<V>
    implements RunnableScheduledFuture<V>, Undroppable {
  private final EventLoop loop;
  private final boolean periodic;

  /** Set once, if the work was scheduled; maybe after it has run. */
  private volatile @Nullable LoopJob job;

  ExecutorFuture(EventLoop loop, Callable<V> code, boolean periodic) {
    super(code);
    this.loop = loop;
    this.periodic = periodic;
  }

  void setJob(LoopJob job) {
    this.job = job;
    if (isDone()) {
      job.cancel();
    }
  }

  @Override
  public void run() {
    if (periodic) {
      // Once the code has failed, done() is called, which ends the job.
      boolean unused = runAndReset();
    } else {
      super.run();
    }
  }

  @Override
  protected void done() {
    LoopJob scheduled = job;
    if (scheduled != null) {
      scheduled.cancel();
    }
  }

  /** Never interrupts: the thread is the loop's. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return super.cancel(false);
  }

  @Override
  public void dropped() {
    boolean unused = cancel(false);
  }

  @Override
  public V get() throws InterruptedException, ExecutionException {
    if (!isDone()) {
      LoopExecutor.refuseOnLoop(loop, "get");
    }
    return super.get();
  }

  @Override
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!isDone()) {
      LoopExecutor.refuseOnLoop(loop, "get");
    }
    return super.get(timeout, unit);
  }

  @Override
  public boolean isPeriodic() {
    return periodic;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    LoopJob scheduled = job;
    return scheduled == null ? 0 : unit.convert(scheduled.delay(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
