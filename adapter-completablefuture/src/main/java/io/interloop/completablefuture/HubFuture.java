// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.TaskOptions;
import io.interloop.spi.Outlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A CompletableFuture that shows how hub work ends, or a stage derived from one.
 *
 * <p>The JDK completes derived stages by internal means. So whoever comes through a public method
 * that completes is from outside, a timeout included, and has no more use for the work: it is
 * cancelled. The first future then tells nobody of the work's end; a derived one lets it be told,
 * as other stages may wait for it.
 */
final class HubFuture<T extends @Nullable Object> extends CompletableFuture<T>
    implements Outlet.Receiver<T> {
  private final EventLoop loop;
  private final ConversionOptions options;

  /** The future this one derives from in the end; null for that one itself. */
  private final @Nullable HubFuture<?> first;

  /**
   * Where the result comes from; the first future only. Set before anyone sees the future, and null
   * if it was done by then.
   */
  private volatile @Nullable Outlet<T> outlet;

  private HubFuture(EventLoop loop, ConversionOptions options, @Nullable HubFuture<?> first) {
    this.loop = loop;
    this.options = options;
    this.first = first;
  }

  static <T extends @Nullable Object> HubFuture<T> of(
      EventLoop loop, Awaitable<T> awaitable, ConversionOptions options) {
    HubFuture<T> first = new HubFuture<>(loop, options, null);
    if (!(awaitable instanceof Future<T> future)) {
      first.outlet = Outlet.cold(loop, TaskOptions.DEFAULT, awaitable, options, first);
    } else if (future.getLoop() != loop) {
      throw new IllegalArgumentException(
          "the future belongs to another loop than " + loop + ": " + future);
    } else if (loop.isCurrent() && future.done()) {
      boolean unused = first.settle(Outcome.of(future::result)); // nobody listens yet
    } else {
      first.outlet = Outlet.hot(future, options, first);
    }
    return first;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new HubFuture<>(loop, options, first == null ? this : first);
  }

  // ---- completed by the hub

  @Override
  public void receive(Outlet<T> from, Outcome<T> outcome) {
    if (!settle(outcome)) {
      from.refused(outcome);
    }
  }

  private boolean settle(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Success<T> success -> super.complete(success.value());
      case Outcome.Failure<T> failure -> super.completeExceptionally(failure.exception());
      case Outcome.Cancelled<T> cancelled -> super.completeExceptionally(cancelled.toForeign());
    };
  }

  // ---- completed from outside

  private void stopWork() {
    boolean detach = options.onCancel() == OnCancel.DETACH;
    Outlet<?> work = first == null ? outlet : first.outlet;
    if (work == null) {
      return;
    }
    if (first == null && detach) {
      work.detach();
    } else if (first == null) {
      work.cancel();
    } else if (!detach) {
      work.requestCancel();
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean pending = !isDone();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (pending && cancelled) {
      stopWork();
    }
    return cancelled;
  }

  @Override
  @CanIgnoreReturnValue
  public boolean complete(T value) {
    boolean completed = super.complete(value);
    if (completed) {
      stopWork();
    }
    return completed;
  }

  @Override
  @CanIgnoreReturnValue
  public boolean completeExceptionally(Throwable thrown) {
    boolean completed = super.completeExceptionally(thrown);
    if (completed) {
      stopWork();
    }
    return completed;
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    executor.execute(() -> {
      try {
        complete(supplier.get());
      } catch (Throwable thrown) {
        completeExceptionally(thrown);
      }
    });
    return this;
  }

  @Override
  public void obtrudeValue(T value) {
    super.obtrudeValue(value);
    stopWork();
  }

  @Override
  public void obtrudeException(Throwable thrown) {
    super.obtrudeException(thrown);
    stopWork();
  }

  // ---- waited for

  private void refuseOnLoop(String method) {
    if (!isDone() && loop.isNeededHere()) {
      throw new IllegalStateException(
          method + "() on the loop would wait for the loop itself; await the coroutine instead");
    }
  }

  @Override
  public T join() {
    refuseOnLoop("join");
    return super.join();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    refuseOnLoop("get");
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    refuseOnLoop("get");
    return super.get(timeout, unit);
  }
}
