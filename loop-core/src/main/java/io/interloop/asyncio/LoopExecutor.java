// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.spi.LoopWorker;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A loop as the JDK sees an executor. */
final class LoopExecutor extends AbstractExecutorService implements ScheduledExecutorService {
  private final EventLoop loop;
  private final LoopWorker worker;

  LoopExecutor(EventLoop loop) {
    this.loop = loop;
    this.worker = new LoopWorker(loop);
  }

  // ---- work

  @Override
  public void execute(Runnable command) {
    var unused = worker.submit(command, 0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    ExecutorFuture<V> future = new ExecutorFuture<>(loop, callable, false);
    future.setJob(worker.submit(future, unit.toNanos(delay)));
    return future;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    ExecutorFuture<?> future = periodic(command, period);
    future.setJob(worker.repeatAtRate(future, unit.toNanos(initialDelay), unit.toNanos(period)));
    return future;
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    ExecutorFuture<?> future = periodic(command, delay);
    future.setJob(worker.repeatWithPause(future, unit.toNanos(initialDelay), unit.toNanos(delay)));
    return future;
  }

  private ExecutorFuture<?> periodic(Runnable command, long interval) {
    if (interval <= 0) {
      throw new IllegalArgumentException("not a positive interval: " + interval);
    }
    return new ExecutorFuture<>(loop, Executors.callable(command), true);
  }

  @Override
  protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable command, T value) {
    return newTaskFor(Executors.callable(command, value));
  }

  @Override
  protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
    return new ExecutorFuture<>(loop, callable, false);
  }

  // ---- waiting

  /** Refuses to wait on the loop for the loop itself. */
  static void refuseOnLoop(EventLoop loop, String method) {
    if (loop.isNeededHere()) {
      throw new IllegalStateException(
          method
              + "() on the loop would wait for the loop itself; make a task and await it instead");
    }
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    refuseOnLoop(loop, "invokeAll");
    return super.invokeAll(tasks);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    refuseOnLoop(loop, "invokeAll");
    return super.invokeAll(tasks, timeout, unit);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    refuseOnLoop(loop, "invokeAny");
    return super.invokeAny(tasks);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    refuseOnLoop(loop, "invokeAny");
    return super.invokeAny(tasks, timeout, unit);
  }

  // ---- the end

  @Override
  public void shutdown() {
    worker.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return worker.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return worker.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return worker.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    Objects.requireNonNull(unit, "unit");
    if (isTerminated()) {
      return true;
    }
    refuseOnLoop(loop, "awaitTermination");
    CompletableFuture<@Nullable Void> terminated = worker.terminated().toCompletableFuture();
    try {
      terminated.get(timeout, unit);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException impossible) {
      throw new AssertionError("termination does not fail", impossible);
    }
  }

  @Override
  public String toString() {
    return "Executor(" + worker + ")";
  }
}
