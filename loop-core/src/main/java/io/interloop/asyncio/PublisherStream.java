// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.ExceptionContext;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.spi.Inlet;
import io.interloop.spi.ItemBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's items, pulled by a task.
 *
 * <p>Signals may come on any thread; {@link StreamSignals} carries them to the loop, and everything
 * below happens there. So requests and the cancellation are made by one thread at a time and in
 * order (Reactive Streams rule 2.7), and no field needs a lock.
 *
 * <p>Demand: {@code prefetch} items at first; when three quarters of them are consumed, that many
 * more. What was requested and not consumed is never more than the prefetch.
 */
@SuppressWarnings("IterableAndIterator") // iterated over once, and iterator() sees to that
final class PublisherStream<T> implements AsyncStream<T>, Iterator<T> {
  private final CoreLoop loop;
  private final Flow.Publisher<? extends T> publisher;
  private final Inlet.Source source;
  private final ConversionOptions options;
  private final StreamSignals<T> signals;

  /** How many consumed items make the next request. */
  private final int batch;

  private final ItemBuffer<T> buffer = new ItemBuffer<>();
  private boolean iterated;
  private boolean subscribed;
  private boolean cancelled;
  private Flow.@Nullable Subscription subscription;

  /** How the publisher ended, once it has. */
  private @Nullable Outcome<@Nullable Void> end;

  /** Whether the consumer has seen the end. */
  private boolean endSeen;

  /** Items consumed since the last request. */
  private int consumed;

  /** Where the consumer waits for a signal. */
  private @Nullable Promise<@Nullable Void> waiter;

  PublisherStream(
      CoreLoop loop,
      Flow.Publisher<? extends T> publisher,
      Inlet.Source source,
      ConversionOptions options) {
    this.loop = loop;
    this.signals = new StreamSignals<>(loop, this);
    this.source = Objects.requireNonNull(source, "source");
    this.publisher = Objects.requireNonNull(publisher, "publisher");
    this.options = Objects.requireNonNull(options, "options");
    int prefetch = options.prefetch();
    this.batch = prefetch == ConversionOptions.UNBOUNDED ? prefetch : prefetch - prefetch / 4;
  }

  // ---- the consumer's side, on the loop

  @Override
  public Iterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException(
          "a stream is iterated over once; convert the publisher again to subscribe again");
    }
    iterated = true;
    return this;
  }

  @Override
  public boolean hasNext() {
    while (buffer.isEmpty()) {
      if (cancelled) {
        return false;
      }
      if (end != null) {
        endSeen = true;
        return ended(end);
      }
      awaitSignal();
    }
    return true;
  }

  private static boolean ended(Outcome<@Nullable Void> end) {
    try {
      end.get();
      return false;
    } catch (Exception failure) {
      throw Rethrow.asIs(failure);
    }
  }

  private void awaitSignal() {
    if (waiter != null) {
      throw new IllegalStateException("another task is waiting for the next item of this stream");
    }
    Promise<@Nullable Void> signal = loop.createPromise();
    waiter = signal;
    try {
      if (!subscribed) {
        subscribed = true;
        publisher.subscribe(signals);
      }
      signal.await();
    } catch (Throwable cancelledOrMisused) {
      // A signal may have come in the same moment: nobody will look at it any more.
      abandon();
      throw Rethrow.asIs(cancelledOrMisused);
    } finally {
      waiter = null;
    }
  }

  @Override
  public T next() {
    T item = hasNext() ? buffer.poll() : null;
    if (item == null) {
      throw new NoSuchElementException();
    }
    if (++consumed == batch && end == null && subscription != null) {
      consumed = 0;
      subscription.request(batch);
    }
    return item;
  }

  @Override
  public void close() {
    loop.checkThread();
    iterated = true;
    abandon();
  }

  /** Ends the iteration. What has come and was not seen is handed back. */
  private void abandon() {
    // In the order of the items: the upstream may discard some of its own when it is cancelled.
    buffer.drainTo(this::discard);
    cancelUpstream();
    if (end instanceof Outcome.Failure<@Nullable Void> failure && !endSeen) {
      endSeen = true;
      reportLate(failure.exception());
    }
  }

  private void cancelUpstream() {
    if (cancelled || end != null) {
      return;
    }
    cancelled = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void signalled() {
    if (waiter != null) {
      Futures.setResultUnlessDone(waiter, null);
    }
  }

  // ---- the publisher's side, on the loop

  void subscribed(Flow.Subscription subscription) {
    if (this.subscription != null || cancelled) {
      subscription.cancel(); // 2.5
      return;
    }
    this.subscription = subscription;
    subscription.request(
        options.prefetch() == ConversionOptions.UNBOUNDED ? Long.MAX_VALUE : options.prefetch());
  }

  void arrived(T item) {
    if (cancelled || end != null) {
      discard(item); // 2.8
      return;
    }
    buffer.add(item);
    signalled();
  }

  void failed(Throwable throwable) {
    if (cancelled || end != null) {
      reportLateUnlessCancelled(throwable);
      return;
    }
    end = Outcome.ofForeign(throwable);
    signalled();
  }

  void completed() {
    if (!cancelled && end == null) {
      end = new Outcome.Success<>(null);
      signalled();
    }
  }

  // ---- what nobody will see, on any thread

  void discard(T item) {
    options.discard(loop, item);
  }

  /** That a cancelled source says so is no news. */
  void reportLateUnlessCancelled(Throwable throwable) {
    if (Outcome.ofForeign(throwable) instanceof Outcome.Failure<?> failure) {
      reportLate(failure.exception());
    }
  }

  private void reportLate(Throwable failure) {
    source.reportLate(
        loop, new ExceptionContext(source.name() + " failed after its stream was closed", failure));
  }

  @Override
  public String toString() {
    return "AsyncStream of " + publisher;
  }
}
