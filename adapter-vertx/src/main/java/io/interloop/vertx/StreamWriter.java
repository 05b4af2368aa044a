// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.spi.Delivery;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream's items to a WriteStream, and waits whenever its queue is full.
 *
 * <p>It is woken by the drain handler and by every write that ends, and looks again; so it does not
 * matter if the queue is drained before the handler is set, or if a write fails and the queue is
 * never drained.
 */
final class StreamWriter<T> implements Awaitable<@Nullable Void> {
  private final WriteStream<T> target;
  private final AsyncStream<? extends T> source;

  /** Writes that have not ended. Loop only, as are the fields below. */
  private int outstanding;

  private @Nullable Throwable failure;
  private boolean over;
  private @Nullable Promise<@Nullable Void> waiter;

  StreamWriter(WriteStream<T> target, AsyncStream<? extends T> source) {
    this.target = target;
    this.source = source;
  }

  @Override
  public @Nullable Void await() throws Exception {
    EventLoop loop = EventLoop.running();
    try (source) {
      for (T item : source) {
        outstanding++;
        target
            .write(item)
            .onComplete((ignored, thrown) ->
                Delivery.to(loop, () -> written(loop, thrown), () -> late(loop, thrown)));
        awaitRoom(loop);
      }
      while (outstanding > 0 && failure == null) {
        awaitSignal(loop);
      }
      throwFailure();
    } finally {
      over = true;
    }
    return null;
  }

  private void awaitRoom(EventLoop loop) throws Exception {
    while (failure == null && target.writeQueueFull()) {
      target.drainHandler(ignored -> Delivery.to(loop, this::wake, () -> {}));
      if (target.writeQueueFull()) {
        awaitSignal(loop);
      }
    }
    throwFailure();
  }

  private void awaitSignal(EventLoop loop) throws Exception {
    Promise<@Nullable Void> signal = loop.createPromise();
    waiter = signal;
    try {
      signal.await();
    } finally {
      waiter = null;
    }
  }

  private void wake() {
    if (waiter != null && !waiter.done()) {
      waiter.setResult(null);
    }
  }

  private void written(EventLoop loop, @Nullable Throwable thrown) {
    outstanding--;
    if (thrown == null) {
      wake();
    } else if (failure != null) {
      if (thrown != failure) {
        failure.addSuppressed(thrown);
      }
    } else if (over) {
      late(loop, thrown);
    } else {
      failure = thrown;
      wake();
    }
  }

  private void late(EventLoop loop, @Nullable Throwable thrown) {
    if (thrown != null) {
      loop.callExceptionHandler(
          new ExceptionContext("a write to " + target + " failed, and nobody waits", thrown));
    }
  }

  private void throwFailure() throws Exception {
    if (failure != null) {
      Outcome.<@Nullable Void>ofForeign(failure).get();
    }
  }

  @Override
  public String toString() {
    return "Writing " + source + " to " + target;
  }
}
