// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.spi.ItemBuffer;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's items as a ReadStream.
 *
 * <p>Vert.x can take demand back, by {@code pause}; a publisher cannot. So what was requested, up
 * to {@code prefetch} items, waits here until the stream flows again. Handlers are called one at a
 * time, on the Vert.x context or, without one, in callbacks of the loop.
 */
final class HubReadStream<T> implements ReadStream<T> {
  private final EventLoop loop;
  private final Flow.Publisher<T> publisher;
  private final ConversionOptions options;
  private final Arrivals arrivals = new Arrivals();
  private final HandlerCall dispatch;

  /** The monitor guards all fields below, which any thread may reach. */
  private @Nullable Handler<T> handler;

  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private boolean started;

  /** How many items the handler may still get. A stream flows until it is paused. */
  private long demand = Long.MAX_VALUE;

  private final ItemBuffer<T> waiting = new ItemBuffer<>();
  private Flow.@Nullable Subscription subscription;

  /** How many items were requested and have not arrived. */
  private long outstanding;

  /** The publisher has ended. */
  private boolean ended;

  private @Nullable Throwable failure;

  /** The handlers have nothing more to expect. */
  private boolean over;

  /** Handlers are being called, or are about to be. */
  private boolean dispatching;

  HubReadStream(
      EventLoop loop,
      @Nullable Context context,
      Flow.Publisher<T> publisher,
      ConversionOptions options) {
    this.loop = loop;
    this.publisher = publisher;
    this.options = options;
    this.dispatch = new HandlerCall(loop, context, this::dispatch);
  }

  // ---- the consumer's side

  @Override
  @CanIgnoreReturnValue
  public HubReadStream<T> handler(@Nullable Handler<T> handler) {
    boolean start;
    synchronized (this) {
      this.handler = handler;
      start = !started && handler != null;
      started |= start;
    }
    if (start) {
      publisher.subscribe(arrivals);
    } else if (handler == null) {
      cancel();
    }
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public synchronized HubReadStream<T> endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public synchronized HubReadStream<T> exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public synchronized HubReadStream<T> pause() {
    demand = 0;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public HubReadStream<T> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  @CanIgnoreReturnValue
  public HubReadStream<T> fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a fetch of " + amount + " items");
    }
    synchronized (this) {
      demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    }
    requestMore();
    dispatchSoon();
    return this;
  }

  private void cancel() {
    List<T> unseen = new ArrayList<>();
    Flow.Subscription upstream;
    synchronized (this) {
      if (over || !started) {
        return;
      }
      over = true;
      waiting.drainTo(unseen::add);
      upstream = ended ? null : subscription;
    }
    if (upstream != null) {
      upstream.cancel();
    }
    unseen.forEach(item -> options.discard(loop, item));
  }

  // ---- calling the handlers

  private void dispatchSoon() {
    if (beginDispatch()) {
      dispatch.soon();
    }
  }

  /** Returns whether the caller is to have the handlers called. */
  private synchronized boolean beginDispatch() {
    if (dispatching || !somethingToDo()) {
      return false;
    }
    dispatching = true;
    return true;
  }

  private synchronized boolean somethingToDo() {
    boolean atEnd = ended && waiting.isEmpty();
    return !over && (demand > 0 ? atEnd || !waiting.isEmpty() : atEnd && failure != null);
  }

  private void dispatch() {
    boolean returned = false;
    try {
      while (dispatchNext()) {
        // Each step looks again: a handler may have paused the stream.
      }
      returned = true;
    } finally {
      if (!returned) { // a handler threw: that is reported, and the others have their turn
        synchronized (this) {
          dispatching = false;
        }
        dispatchSoon();
      }
    }
  }

  /** Calls a handler, or returns false if there is nothing to do any more. */
  private boolean dispatchNext() {
    T item;
    Handler<T> receiver;
    long count = 0;
    synchronized (this) {
      if (!somethingToDo()) {
        dispatching = false;
        return false;
      }
      receiver = handler;
      item = waiting.poll();
      if (item != null) {
        demand -= demand == Long.MAX_VALUE ? 0 : 1;
        count = takeRequest();
      }
    }
    if (item == null) {
      handleEnd();
      return true;
    }
    request(count);
    if (receiver != null) {
      receiver.handle(item);
    }
    return true;
  }

  private void handleEnd() {
    Throwable thrown;
    Handler<Void> atEnd;
    Handler<Throwable> atFailure;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      thrown = failure;
      atEnd = endHandler;
      atFailure = exceptionHandler;
    }
    if (thrown == null) {
      handleEnd(atEnd);
    } else {
      handleFailure(atFailure, thrown);
    }
  }

  @SuppressWarnings("NullAway") // Vert.x's own way to say Void
  private static void handleEnd(@Nullable Handler<Void> receiver) {
    if (receiver != null) {
      receiver.handle(null);
    }
  }

  private void handleFailure(@Nullable Handler<Throwable> receiver, Throwable thrown) {
    if (receiver != null) {
      receiver.handle(thrown);
    } else {
      loop.callExceptionHandler(
          new ExceptionContext(this + " failed and has no exception handler", thrown));
    }
  }

  private void requestMore() {
    long count;
    synchronized (this) {
      count = takeRequest();
    }
    request(count);
  }

  /**
   * Returns how much is to be requested now: what the handler may get, but no more than the
   * prefetch, and in batches of three quarters of it, as the loop's own streams do.
   */
  @GuardedBy("this")
  private long takeRequest() {
    int prefetch = options.prefetch();
    long target = Math.min(demand, prefetch);
    long count = target - outstanding - waiting.size();
    if (over
        || ended
        || subscription == null
        || count < Math.min(prefetch - prefetch / 4, target)) {
      return 0;
    }
    outstanding += count;
    return count;
  }

  /** Requests outside the monitor: the publisher may signal at once. */
  private void request(long count) {
    Flow.Subscription upstream = subscription;
    if (count > 0 && upstream != null) {
      upstream.request(count);
    }
  }

  /** The publisher's side, on the loop. */
  private final class Arrivals implements Flow.Subscriber<T> {
    @Override
    public void onSubscribe(Flow.Subscription upstream) {
      boolean cancelled;
      synchronized (HubReadStream.this) {
        subscription = upstream;
        cancelled = over;
      }
      if (cancelled) {
        upstream.cancel();
      } else {
        requestMore();
      }
    }

    @Override
    public void onNext(T item) {
      boolean late;
      boolean toDispatch;
      synchronized (HubReadStream.this) {
        late = over;
        outstanding--;
        if (!late) {
          waiting.add(item);
        }
        toDispatch = beginDispatch();
      }
      if (late) {
        options.discard(loop, item);
      } else if (toDispatch) {
        dispatch.soon();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      end(thrown);
    }

    @Override
    public void onComplete() {
      end(null);
    }

    private void end(@Nullable Throwable thrown) {
      boolean late;
      synchronized (HubReadStream.this) {
        late = over;
        ended = true;
        failure = thrown;
      }
      if (!late) {
        dispatchSoon();
      } else if (thrown != null) {
        loop.callExceptionHandler(
            new ExceptionContext(
                HubReadStream.this + " failed after its handler had gone", thrown));
      }
    }
  }

  @Override
  public String toString() {
    return "ReadStream of " + publisher;
  }
}
