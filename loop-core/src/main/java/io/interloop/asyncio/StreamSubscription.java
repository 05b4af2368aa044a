// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.spi.Delivery;
import io.interloop.spi.Undroppable;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's task: iterates over a stream and signals its items, as many as were requested.
 *
 * <p>It begins with the first request. After that it is always one item ahead: so the end of the
 * stream is signalled without further demand, as the reactive libraries' own sources do. An item
 * that is still held when the subscriber cancels goes to the discard hook.
 *
 * <p>All signals come from the task, so they are serialized (Reactive Streams rule 1.3), and a
 * request made inside {@code onNext} cannot recurse (3.3).
 */
final class StreamSubscription<T> implements Flow.Subscription {
  private final CoreLoop loop;
  private final Supplier<? extends AsyncStream<? extends T>> source;
  private final Flow.Subscriber<? super T> subscriber;
  private final ConversionOptions options;

  /** The subscriber's; the task starts in a copy of it. */
  private final Context context = Context.copyOfCurrent();

  /** Requested, and not taken by the task yet. Raised by any thread. */
  private final AtomicLong demand = new AtomicLong();

  /** Taken from the demand and not signalled yet; Long.MAX_VALUE stays that. Task only. */
  private long granted;

  /** Set by any thread: no more signals, but for those under way. */
  private volatile boolean cancelled;

  /** Set by any thread: the subscriber broke rule 3.9 and is to be told. */
  private volatile @Nullable IllegalArgumentException misuse;

  /** Loop only. */
  private @Nullable Task<@Nullable Void> task;

  /** Whether the task has seen that the subscriber cancelled. Loop only. */
  private boolean ending;

  /** Whether the stream was made. Loop only. */
  private boolean made;

  /** Where the task waits for demand. Loop only. */
  private @Nullable Promise<@Nullable Void> waiter;

  StreamSubscription(
      CoreLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      Flow.Subscriber<? super T> subscriber,
      ConversionOptions options) {
    this.loop = loop;
    this.source = source;
    this.subscriber = subscriber;
    this.options = options;
  }

  void start() {
    Delivery.to(
        loop,
        context,
        () -> {
          if (cancelled) {
            streamNotMade();
          } else {
            Task<@Nullable Void> publishing = loop.createTask(this::publish);
            publishing.addDoneCallback(new LoopWatch());
            task = publishing;
          }
        },
        this::loopClosed);
  }

  private void loopClosed() {
    if (!cancelled) {
      cancelled = true;
      subscriber.onError(new IllegalStateException("Event loop is closed: " + loop));
    }
  }

  private void streamNotMade() {
    if (source instanceof Undroppable cancelledWithoutStream) {
      cancelledWithoutStream.dropped();
    }
  }

  /**
   * Tells the subscriber if the loop closes while the task is pending, and the source if it ends
   * unread.
   */
  private final class LoopWatch implements Consumer<Future<@Nullable Void>>, Undroppable {
    @Override
    public void accept(Future<@Nullable Void> done) {
      if (!made && cancelled) {
        streamNotMade();
      }
    }

    @Override
    public void dropped() {
      loopClosed();
    }
  }

  // ---- the subscriber's side, on any thread

  @Override
  public void request(long count) {
    if (count <= 0) {
      misuse =
          new IllegalArgumentException(
              "rule 3.9: the number of requested items must be above 0, not " + count);
    } else if (demand.getAndAccumulate(count, StreamSubscription::addCapped) > 0) {
      return; // whoever raised it from 0 wakes the task, or it is awake and takes all there is
    }
    if (loop.isCurrent()) {
      wake();
    } else {
      Delivery.to(loop, this::wake, () -> {});
    }
  }

  private static long addCapped(long demand, long more) {
    long sum = demand + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  @Override
  public void cancel() {
    if (cancelled) {
      return;
    }
    cancelled = true;
    Delivery.to(
        loop,
        () -> {
          // The task that calls this from within onNext looks at the flag, or has done so; a
          // cancellation on top of that would only disturb its cleanup.
          if (task != null && Task.current() != task && !ending) {
            task.cancel();
          }
        },
        () -> {});
  }

  private void wake() {
    if (waiter != null) {
      Futures.setResultUnlessDone(waiter, null);
    }
  }

  // ---- the task

  private void publish() throws Exception {
    try {
      signalItems();
      if (!cancelled) {
        cancelled = true;
        subscriber.onComplete();
      }
    } catch (CancelledError error) {
      if (cancelled) {
        throw error;
      }
      // Not the subscriber's doing: the stream or the task was cancelled from elsewhere.
      signalError(new Outcome.Cancelled<>(error).toForeign());
    } catch (Throwable failure) {
      if (Fatal.is(failure) || loop.isClosing()) {
        throw failure;
      }
      signalError(failure);
    }
  }

  private void signalError(Throwable failure) {
    if (cancelled) {
      loop.callExceptionHandler(
          new ExceptionContext("a stream failed after its subscriber had cancelled it", failure));
      return;
    }
    cancelled = true;
    subscriber.onError(failure);
  }

  private void signalItems() throws Exception {
    awaitDemand();
    made = true;
    try (AsyncStream<? extends T> stream = source.get()) {
      for (Iterator<? extends T> items = stream.iterator(); items.hasNext(); ) {
        T item = items.next();
        try {
          awaitDemand();
        } catch (Throwable cancelledMeanwhile) {
          options.discard(loop, item);
          throw cancelledMeanwhile;
        }
        granted -= granted == Long.MAX_VALUE ? 0 : 1;
        subscriber.onNext(item);
      }
    }
  }

  private void awaitDemand() throws Exception {
    while (!cancelled && misuse == null && !takeDemand()) {
      Promise<@Nullable Void> signal = loop.createPromise();
      waiter = signal;
      try {
        signal.await();
      } finally {
        waiter = null;
      }
    }
    if (cancelled) {
      ending = true;
      throw new CancelledError("cancelled by the subscriber");
    }
    if (misuse != null) {
      throw misuse;
    }
  }

  /** Returns whether an item may be signalled. */
  private boolean takeDemand() {
    if (granted == 0) {
      granted = demand.getAndSet(0);
    }
    return granted > 0;
  }

  @Override
  public String toString() {
    return "Subscription(" + source + ", demand " + demand + (cancelled ? ", ended" : "") + ")";
  }
}
