// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.spi.Delivery;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a publisher of the loop and its one subscriber, and can start the publisher
 * without the subscriber's demand.
 *
 * <p>A publisher of the loop begins with the first request. But a processor whose input has ended
 * must tell its subscriber so without one, and what an ended input becomes only the transform
 * knows. So {@link #start} requests one item of its own account; if one comes, it is held until the
 * subscriber asks.
 */
final class ProcessorOutput<R> implements Flow.Subscriber<R>, Flow.Subscription {
  private final EventLoop loop;
  private final ConversionOptions options;
  private final Flow.Subscriber<? super R> subscriber;
  private final Runnable onLeave;

  /** Set before the subscriber can request or anyone can start this. */
  private volatile Flow.@Nullable Subscription upstream;

  /** The subscriber has requested. The monitor guards it and the field below. */
  private boolean requested;

  /** One item was requested without the subscriber's demand. */
  private boolean started;

  /** Whether the item that was requested so is the subscriber's now. Loop only, as are the next. */
  private boolean asked;

  private @Nullable R held;
  private @Nullable Runnable end;
  private boolean left;

  ProcessorOutput(
      EventLoop loop,
      ConversionOptions options,
      Flow.Subscriber<? super R> subscriber,
      Runnable onLeave) {
    this.loop = loop;
    this.options = options;
    this.subscriber = subscriber;
    this.onLeave = onLeave;
  }

  /** Has the publisher begin, if the subscriber has not done so. Any thread may call it. */
  void start() {
    Flow.Subscription publisher = upstream;
    if (publisher == null || !startsNow()) {
      return;
    }
    publisher.request(1);
  }

  private synchronized boolean startsNow() {
    boolean starts = !requested && !started;
    started |= starts;
    return starts;
  }

  // ---- the subscriber's side, on any thread

  @Override
  public void request(long count) {
    if (count <= 0 || !requestedAfterStart()) {
      publisher().request(count);
    } else {
      Delivery.to(loop, () -> release(count), () -> {});
    }
  }

  private synchronized boolean requestedAfterStart() {
    boolean first = !requested;
    requested = true;
    return first && started;
  }

  private void release(long count) {
    asked = true;
    R item = held;
    held = null;
    if (item != null && !left) {
      subscriber.onNext(item);
    }
    if (end != null) {
      end.run();
    } else if (count > 1) {
      publisher().request(count == Long.MAX_VALUE ? count : count - 1);
    }
  }

  @Override
  public void cancel() {
    publisher().cancel();
    onLeave.run();
    Delivery.to(
        loop,
        () -> {
          left = true;
          discardHeld();
        },
        () -> {});
  }

  private void discardHeld() {
    R item = held;
    held = null;
    options.discard(loop, item);
  }

  private Flow.Subscription publisher() {
    Flow.Subscription publisher = upstream;
    if (publisher == null) {
      throw new IllegalStateException("not subscribed");
    }
    return publisher;
  }

  // ---- the publisher's side, on the loop

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    upstream = subscription;
    subscriber.onSubscribe(this);
  }

  @Override
  public void onNext(R item) {
    if (asked || !isStarted()) {
      subscriber.onNext(item);
    } else {
      held = item;
    }
  }

  private synchronized boolean isStarted() {
    return started;
  }

  @Override
  public void onError(Throwable failure) {
    onLeave.run();
    if (loop.isClosed()) {
      discardHeld(); // nobody will release it any more
    }
    ends(() -> subscriber.onError(failure));
  }

  @Override
  public void onComplete() {
    ends(subscriber::onComplete);
  }

  private void ends(Runnable signal) {
    if (held == null) {
      signal.run();
    } else {
      end = signal;
    }
  }

  @Override
  public String toString() {
    return "Subscription to a processor for " + subscriber;
  }
}
