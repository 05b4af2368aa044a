// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
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
  private final @Nullable Context context;
  private final Flow.Publisher<T> publisher;
  private final ConversionOptions options;
  private final Arrivals arrivals = new Arrivals();

  /** The monitor guards all fields below, which any thread may reach. */
  private @Nullable Handler<T> handler;

  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private boolean started;

  /** How many items the handler may still get. A stream flows until it is paused. */
  private long demand = Long.MAX_VALUE;

  private final ArrayDeque<T> waiting = new ArrayDeque<>();
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
    this.context = context;
    this.publisher = publisher;
    this.options = options;
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
    List<T> unseen;
    Flow.Subscription upstream;
    synchronized (this) {
      if (over || !started) {
        return;
      }
      over = true;
      unseen = List.copyOf(waiting);
      waiting.clear();
      upstream = ended ? null : subscription;
    }
    if (upstream != null) {
      upstream.cancel();
    }
    unseen.forEach(item -> options.discard(loop, item));
  }

  // ---- calling the handlers

  private void dispatchSoon() {
    synchronized (this) {
      if (dispatching || !somethingToDo()) {
        return;
      }
      dispatching = true;
    }
    HandlerCall.soon(loop, context, this::dispatch);
  }

  private synchronized boolean somethingToDo() {
    boolean atEnd = ended && waiting.isEmpty();
    return !over && (demand > 0 ? atEnd || !waiting.isEmpty() : atEnd && failure != null);
  }

  private void dispatch() {
    boolean returned = false;
    try {
      for (Runnable next = next(); next != null; next = next()) {
        next.run();
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

  private synchronized @Nullable Runnable next() {
    if (!somethingToDo()) {
      dispatching = false;
      return null;
    }
    if (!waiting.isEmpty()) {
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      T item = waiting.remove();
      Handler<T> receiver = handler;
      return () -> {
        requestMore();
        if (receiver != null) {
          receiver.handle(item);
        }
      };
    }
    over = true;
    Throwable thrown = failure;
    if (thrown == null) {
      Handler<Void> receiver = endHandler;
      return () -> handleEnd(receiver);
    }
    Handler<Throwable> receiver = exceptionHandler;
    return () -> handleFailure(receiver, thrown);
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

  /**
   * Requests what the handler may get, but no more than the prefetch, and in batches of three
   * quarters of it, as the loop's own streams do.
   */
  private void requestMore() {
    Flow.Subscription upstream;
    long count;
    synchronized (this) {
      upstream = subscription;
      int prefetch = options.prefetch();
      long target = Math.min(demand, prefetch);
      count = target - outstanding - waiting.size();
      if (over || ended || upstream == null || count < Math.min(prefetch - prefetch / 4, target)) {
        return;
      }
      outstanding += count;
    }
    if (count > 0) {
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
      synchronized (HubReadStream.this) {
        late = over;
        outstanding--;
        if (!late) {
          waiting.add(item);
        }
      }
      if (late) {
        options.discard(loop, item);
      } else {
        dispatchSoon();
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
