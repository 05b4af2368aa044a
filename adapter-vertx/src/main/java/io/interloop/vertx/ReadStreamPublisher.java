// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.spi.Inlet;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A ReadStream's items for one subscriber: demand is {@code fetch}, and cancelling detaches the
 * handlers and leaves the stream paused. Vert.x's own sources (network, files, event bus) allow all
 * this on any thread.
 */
final class ReadStreamPublisher<T> implements Flow.Publisher<T> {
  private final EventLoop loop;
  private final Inlet.Source name;
  private final ReadStream<T> source;
  private final ConversionOptions options;

  ReadStreamPublisher(
      EventLoop loop, Inlet.Source name, ReadStream<T> source, ConversionOptions options) {
    this.loop = loop;
    this.name = name;
    this.source = source;
    this.options = options;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Reading reading = new Reading(subscriber);
    subscriber.onSubscribe(reading);
    reading.attach();
  }

  @Override
  public String toString() {
    return name.name() + " " + source;
  }

  private final class Reading implements Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;

    /** Whether the handlers are attached. The monitor guards it and the fields below. */
    private boolean attached;

    /** What was requested before that. */
    private long early;

    /** No more signals: cancelled, or ended. Written under the monitor, read by any thread. */
    private volatile boolean over;

    Reading(Flow.Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    void attach() {
      if (over) {
        return;
      }
      try {
        source.pause();
        source.exceptionHandler(this::failed);
        source.endHandler(ignored -> ended());
        source.handler(this::arrived);
      } catch (RuntimeException unreadable) { // the stream has ended, or its file is closed
        failed(unreadable);
        return;
      }
      long demand;
      synchronized (this) {
        attached = true;
        demand = early;
      }
      if (over) {
        detach(); // cancelled while the handlers were being attached
      } else if (demand > 0) {
        source.fetch(demand);
      }
    }

    // ---- the subscriber's side

    @Override
    public void request(long count) {
      if (count <= 0) {
        failed(new IllegalArgumentException("rule 3.9: a request of " + count + " items"));
        return;
      }
      synchronized (this) {
        if (over) {
          return;
        }
        if (!attached) {
          early = early + count < 0 ? Long.MAX_VALUE : early + count;
          return;
        }
      }
      source.fetch(count);
    }

    @Override
    public void cancel() {
      if (end() && isAttached()) {
        detach();
      }
    }

    private void detach() {
      source.pause();
      source.endHandler(null); // first, as a MessageConsumer ends when its handler goes
      source.exceptionHandler(null);
      source.handler(null);
    }

    private synchronized boolean isAttached() {
      return attached;
    }

    /** Returns whether this call ended it. */
    private synchronized boolean end() {
      boolean first = !over;
      over = true;
      return first;
    }

    // ---- the stream's side, on its context

    private void arrived(@Nullable T item) {
      if (item == null) {
        failed(new NullPointerException(name.name() + " read a null item"));
      } else if (over) {
        options.discard(loop, item);
      } else {
        subscriber.onNext(item);
      }
    }

    private void ended() {
      if (end()) {
        subscriber.onComplete();
      }
    }

    private void failed(Throwable failure) {
      if (end()) {
        subscriber.onError(failure);
      } else {
        name.reportLate(loop, new ExceptionContext(name.name() + " failed after its end", failure));
      }
    }

    @Override
    public String toString() {
      return "Subscription to " + ReadStreamPublisher.this;
    }
  }
}
