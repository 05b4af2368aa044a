// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.spi.Inlet;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Joins a publisher, which subscribes this, and the loop's stream, which subscribes to it;
 * whichever comes first.
 *
 * <p>What the publisher signals goes straight to the stream's own subscriber. Before that one is
 * there, only the end can come, as nothing was requested; it is kept.
 */
final class SubscriberStream<T> implements StreamSubscriber<T> {
  private static final Inlet.Source SOURCE = new Inlet.Source("the publisher");

  private final EventLoop loop;
  private final ConversionOptions options;
  private final AsyncStream<T> stream;

  /** The publisher's subscription. The monitor guards it and all fields below. */
  private Flow.@Nullable Subscription upstream;

  /**
   * The stream's subscriber, once the iteration has begun. Items look at it without the monitor.
   */
  private volatile Flow.@Nullable Subscriber<? super T> reader;

  /** The publisher has ended before the reader was there. */
  private boolean ended;

  private @Nullable Throwable failure;

  /** Nobody will read. */
  private boolean closed;

  SubscriberStream(EventLoop loop, ConversionOptions options) {
    this.loop = loop;
    this.options = options;
    Flow.Publisher<T> joint = this::read;
    this.stream = loop.stream(joint, SOURCE, options);
  }

  // ---- the reader's side, on the loop

  private void read(Flow.Subscriber<? super T> subscriber) {
    Flow.Subscription subscribed;
    boolean over;
    Throwable thrown;
    synchronized (this) {
      if (closed) {
        return; // by leaveUnread: whoever iterates is being cancelled
      }
      reader = subscriber;
      subscribed = upstream;
      over = ended;
      thrown = failure;
    }
    if (subscribed != null) {
      subscriber.onSubscribe(subscribed);
    }
    if (thrown != null) {
      subscriber.onError(thrown);
    } else if (over) {
      subscriber.onComplete();
    }
  }

  @Override
  public Iterator<T> iterator() {
    return stream.iterator();
  }

  @Override
  public void close() {
    stream.close();
    leaveUnread();
  }

  /**
   * Cancels the publisher, now or when it comes, unless the iteration has begun: what has begun is
   * ended by the stream. Any thread may call it.
   */
  void leaveUnread() {
    Flow.Subscription unread;
    Throwable unseen;
    synchronized (this) {
      if (closed || reader != null) {
        return;
      }
      closed = true;
      unread = ended ? null : upstream;
      unseen = failure;
    }
    if (unread != null) {
      unread.cancel();
    }
    if (unseen != null) {
      reportUnseen(unseen);
    }
  }

  private void reportUnseen(Throwable unseen) {
    SOURCE.reportLate(
        loop, new ExceptionContext(SOURCE.name() + " failed, and nobody reads its stream", unseen));
  }

  // ---- the publisher's side, on any thread

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription"); // 2.13
    boolean refused;
    Flow.Subscriber<? super T> waiting;
    synchronized (this) {
      refused = closed || upstream != null; // 2.5
      waiting = reader;
      if (!refused) {
        upstream = subscription;
      }
    }
    if (refused) {
      subscription.cancel();
    } else if (waiting != null) {
      waiting.onSubscribe(subscription);
    }
  }

  @Override
  public void onNext(T item) {
    Objects.requireNonNull(item, "item"); // 2.13
    Flow.Subscriber<? super T> receiver = reader;
    if (receiver != null) {
      receiver.onNext(item);
    } else {
      options.discard(loop, item); // which nobody has requested
    }
  }

  @Override
  public void onError(Throwable thrown) {
    Objects.requireNonNull(thrown, "thrown"); // 2.13
    boolean unseen;
    Flow.Subscriber<? super T> receiver;
    synchronized (this) {
      receiver = reader;
      unseen = closed || (ended && receiver == null);
      if (!unseen) {
        ended = true;
        failure = thrown;
      }
    }
    if (receiver != null) {
      receiver.onError(thrown);
    } else if (unseen) {
      reportUnseen(thrown);
    }
  }

  @Override
  public void onComplete() {
    Flow.Subscriber<? super T> receiver;
    synchronized (this) {
      receiver = reader;
      ended = true;
    }
    if (receiver != null) {
      receiver.onComplete();
    }
  }

  @Override
  public String toString() {
    return "StreamSubscriber of " + loop;
  }
}
