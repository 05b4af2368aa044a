// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.spi.Delivery;
import io.interloop.spi.Inlet;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A write queue that the loop's stream reads as a publisher.
 *
 * <p>What is written waits here until the stream requests it; a write ends when the stream has it.
 * The queue is full with {@code prefetch} items, and drained when half of them are gone.
 */
final class HubWriteStream<T> implements WritableStream<T> {
  private static final Inlet.Source SOURCE = new Inlet.Source("the WriteStream");

  private record Write<T>(T item, Promise<Void> done) {}

  private final EventLoop loop;
  private final @Nullable Context context;
  private final ConversionOptions options;
  private final AsyncStream<T> stream;

  /** The monitor guards it and all fields below, which any thread may reach. */
  private final ArrayDeque<Write<T>> queue = new ArrayDeque<>();

  private int maxSize;
  private @Nullable Handler<Void> drainHandler;
  private @Nullable Handler<Throwable> exceptionHandler;

  /** The queue was full, and the drain handler has not been told that it is drained. */
  private boolean full;

  /** Who reads, once the iteration has begun, and how much it has requested. */
  private Flow.@Nullable Subscriber<? super T> reader;

  private long demand;

  /** The loop has been asked to hand items over. */
  private boolean handingOver;

  /** Set by {@code end()}: what to tell when the reader has seen the end. */
  private @Nullable Promise<Void> end;

  /** Why nobody reads any more. */
  private @Nullable IllegalStateException gone;

  HubWriteStream(EventLoop loop, @Nullable Context context, ConversionOptions options) {
    this.loop = loop;
    this.context = context;
    this.options = options;
    this.maxSize = options.prefetch();
    Flow.Publisher<T> written = this::read;
    // What the stream has is not in the queue any more, so it has as little as possible.
    this.stream = loop.stream(written, SOURCE, options.withPrefetch(1));
  }

  // ---- the writer's side, on any thread

  @Override
  @CanIgnoreReturnValue
  public Future<Void> write(T item) {
    Objects.requireNonNull(item, "item");
    Promise<Void> done = Promise.promise();
    IllegalStateException refusal;
    synchronized (this) {
      refusal = end != null ? new IllegalStateException("written after the end") : gone;
      if (refusal == null) {
        queue.add(new Write<>(item, done));
        full |= queue.size() >= maxSize;
      }
    }
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    handOverSoon();
    return done.future();
  }

  @Override
  @CanIgnoreReturnValue
  public Future<Void> end() {
    Promise<Void> done = Promise.promise();
    IllegalStateException refusal;
    synchronized (this) {
      refusal = end != null ? new IllegalStateException("ended already") : gone;
      if (refusal == null) {
        end = done;
      }
    }
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    handOverSoon();
    return done.future();
  }

  @Override
  @CanIgnoreReturnValue
  public synchronized HubWriteStream<T> setWriteQueueMaxSize(int maxSize) {
    if (maxSize < 1) {
      throw new IllegalArgumentException("a write queue of " + maxSize + " items");
    }
    this.maxSize = maxSize;
    return this;
  }

  @Override
  public synchronized boolean writeQueueFull() {
    return queue.size() >= maxSize;
  }

  /** Also calls a handler that comes after the drain: the queue does not wait for its writer. */
  @Override
  @CanIgnoreReturnValue
  public HubWriteStream<T> drainHandler(@Nullable Handler<Void> handler) {
    boolean drained;
    synchronized (this) {
      drainHandler = handler;
      drained = handler != null && isDrained();
      full &= !drained;
    }
    if (drained) {
      callBack(() -> drained(handler));
    }
    return this;
  }

  private boolean isDrained() {
    return queue.size() <= maxSize / 2;
  }

  @Override
  @CanIgnoreReturnValue
  public synchronized HubWriteStream<T> exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @SuppressWarnings("NullAway") // Vert.x's own way to say Void
  private static void drained(@Nullable Handler<Void> handler) {
    if (handler != null) {
      handler.handle(null);
    }
  }

  private void callBack(Runnable code) {
    new HandlerCall(loop, context, code).soon();
  }

  // ---- from the queue to the reader, on the loop

  private void handOverSoon() {
    synchronized (this) {
      boolean pointless = handingOver || reader == null;
      if (pointless) {
        return;
      }
      handingOver = true;
    }
    Delivery.to(
        loop,
        this::handOver,
        () -> readerLeaves(new IllegalStateException("Event loop is closed: " + loop)));
  }

  private void handOver() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Flow.Subscriber<? super T> receiver = reader;
    if (receiver == null || gone != null) {
      handingOver = false;
      return null;
    }
    Write<T> write = demand > 0 ? queue.poll() : null;
    if (write != null) {
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      @Nullable Handler<Void> drain = full && isDrained() ? drainHandler : null;
      full &= drain == null;
      return () -> {
        receiver.onNext(write.item());
        callBack(() -> {
          write.done().complete();
          drained(drain);
        });
      };
    }
    Promise<Void> ending = end;
    if (ending != null && queue.isEmpty()) {
      gone = new IllegalStateException("ended");
      return () -> {
        receiver.onComplete();
        callBack(ending::complete);
      };
    }
    handingOver = false;
    return null;
  }

  // ---- the reader's side

  private void read(Flow.Subscriber<? super T> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            synchronized (HubWriteStream.this) {
              demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            handOverSoon();
          }

          @Override
          public void cancel() {
            readerLeaves(new IllegalStateException("nobody reads what is written any more"));
          }
        });
    synchronized (this) {
      reader = subscriber;
    }
    handOverSoon();
  }

  @Override
  public Iterator<T> iterator() {
    return stream.iterator();
  }

  @Override
  public void close() {
    stream.close();
    readerLeaves(new IllegalStateException("nobody reads what is written any more"));
  }

  private void readerLeaves(IllegalStateException why) {
    List<Write<T>> unread;
    Promise<Void> unseenEnd;
    Handler<Throwable> handler;
    synchronized (this) {
      if (gone != null) {
        return;
      }
      gone = why;
      unread = List.copyOf(queue);
      queue.clear();
      unseenEnd = end;
      handler = exceptionHandler;
    }
    unread.forEach(write -> options.discard(loop, write.item()));
    callBack(() -> {
      unread.forEach(write -> write.done().fail(why));
      if (unseenEnd != null) {
        unseenEnd.fail(why);
      }
      if (handler != null) {
        handler.handle(why);
      }
    });
  }

  @Override
  public String toString() {
    return "WriteStream of " + loop;
  }
}
