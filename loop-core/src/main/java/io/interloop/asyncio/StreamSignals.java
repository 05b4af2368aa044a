// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.ExceptionContext;
import io.interloop.spi.Delivery;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher signals on whatever thread, on its way to a {@link PublisherStream}, whose
 * methods are called on the loop and in the order of the signals.
 *
 * <p>A publisher may signal first from a thread of its own and then on the loop, from within a
 * request. So what comes from elsewhere waits in a queue, and what comes on the loop goes past that
 * queue only if nothing is in it.
 *
 * <p>What comes from elsewhere is handled in a copy of the context of the code that made the
 * stream, and what comes on the loop in the context of the code that signals. Nothing is thrown
 * into the publisher: what handling a signal throws goes to the loop's exception handler.
 */
final class StreamSignals<T> implements Flow.Subscriber<T> {

  /** Any signal but an item, which stands for itself. */
  private abstract static class Special {
    abstract void handle(PublisherStream<?> stream);

    /** The loop is closed. */
    abstract void drop(PublisherStream<?> stream);
  }

  private final CoreLoop loop;
  private final PublisherStream<T> stream;
  private final Context context = Context.copyOfCurrent();

  /** Items and {@link Special}. Filled by any thread, emptied on the loop or once it is closed. */
  private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();

  /** Set by any thread: the loop has been asked to look, and has not looked yet. */
  private final AtomicBoolean asked = new AtomicBoolean();

  /** The queue is being emptied. Loop only. */
  private boolean emptying;

  StreamSignals(CoreLoop loop, PublisherStream<T> stream) {
    this.loop = loop;
    this.stream = stream;
  }

  // ---- the publisher's side, on any thread

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription"); // 2.13
    deliver(
        new Special() {
          @Override
          void handle(PublisherStream<?> stream) {
            stream.subscribed(subscription);
          }

          @Override
          void drop(PublisherStream<?> stream) {
            subscription.cancel();
          }
        });
  }

  @Override
  public void onNext(T item) {
    deliver(Objects.requireNonNull(item, "item")); // 2.13
  }

  @Override
  public void onError(Throwable throwable) {
    Objects.requireNonNull(throwable, "throwable"); // 2.13
    deliver(
        new Special() {
          @Override
          void handle(PublisherStream<?> stream) {
            stream.failed(throwable);
          }

          @Override
          void drop(PublisherStream<?> stream) {
            stream.reportLateUnlessCancelled(throwable);
          }
        });
  }

  @Override
  public void onComplete() {
    deliver(
        new Special() {
          @Override
          void handle(PublisherStream<?> stream) {
            stream.completed();
          }

          @Override
          void drop(PublisherStream<?> stream) {}
        });
  }

  private void deliver(Object signal) {
    if (loop.isCurrent()) {
      if (queue.isEmpty()) {
        handle(signal);
      } else {
        queue.add(signal);
        handleAll();
      }
      return;
    }
    queue.add(signal);
    if (asked.compareAndSet(false, true)) {
      Delivery.to(loop, context, this::handleAll, this::dropAll);
    } else if (loop.isClosed()) {
      dropAll();
    }
  }

  // ---- on the loop

  private void handleAll() {
    asked.set(false);
    if (emptying) {
      return;
    }
    emptying = true;
    try {
      for (Object signal = queue.poll(); signal != null; signal = queue.poll()) {
        handle(signal);
      }
    } finally {
      emptying = false;
    }
  }

  @SuppressWarnings("unchecked") // what is not special is an item
  private void handle(Object signal) {
    try {
      if (signal instanceof Special special) {
        special.handle(stream);
      } else {
        stream.arrived((T) signal);
      }
    } catch (Throwable failure) {
      report(failure);
    }
  }

  // ---- instead of the loop, once it is closed

  @SuppressWarnings("unchecked") // what is not special is an item
  private void dropAll() {
    for (@Nullable Object signal = queue.poll(); signal != null; signal = queue.poll()) {
      try {
        if (signal instanceof Special special) {
          special.drop(stream);
        } else {
          stream.discard((T) signal);
        }
      } catch (Throwable failure) {
        report(failure);
      }
    }
  }

  private void report(Throwable failure) {
    loop.callExceptionHandler(new ExceptionContext("handling a signal failed", failure));
  }

  @Override
  public String toString() {
    return "Subscriber of " + stream;
  }
}
