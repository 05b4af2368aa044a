// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Outcome;
import io.interloop.TaskOptions;
import io.interloop.spi.Outlet;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A coroutine's result for other threads. Cancelling it cancels the task. */
final class ThreadsafeRun<T extends @Nullable Object> extends CompletableFuture<T> {
  private final EventLoop loop;
  private volatile @Nullable Outlet<T> outlet;

  private ThreadsafeRun(EventLoop loop) {
    this.loop = loop;
  }

  static <T extends @Nullable Object> CompletableFuture<T> start(
      Awaitable<T> coroutine, EventLoop loop) {
    Objects.requireNonNull(coroutine, "coroutine");
    ThreadsafeRun<T> run = new ThreadsafeRun<>(loop);
    TaskOptions options = TaskOptions.DEFAULT.withContext(Context.copyOfCurrent());
    run.outlet = Outlet.cold(loop, options, coroutine, ConversionOptions.DEFAULT, run::settle);
    return run;
  }

  private void settle(Outlet<T> from, Outcome<T> outcome) {
    boolean taken =
        switch (outcome) {
          case Outcome.Success<T> success -> complete(success.value());
          case Outcome.Failure<T> failure -> completeExceptionally(failure.exception());
          case Outcome.Cancelled<T> cancelled -> super.cancel(false);
        };
    if (!taken) { // somebody else has ended it meanwhile
      from.refused(outcome);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Outlet<T> running = outlet;
    if (cancelled && running != null) {
      running.cancel();
    }
    return cancelled;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    checkMayWait();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    checkMayWait();
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    checkMayWait();
    return super.join();
  }

  /** Who waits where the loop has to run waits for himself. */
  private void checkMayWait() {
    if (!isDone() && loop.isNeededHere()) {
      throw new IllegalStateException(
          "cannot wait here for what runs on "
              + loop
              + ": it could not go on meanwhile; use whenComplete, or create a task and await it");
    }
  }
}
