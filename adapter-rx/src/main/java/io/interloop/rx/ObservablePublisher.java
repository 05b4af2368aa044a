// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.spi.Inlet;
import io.interloop.spi.ItemBuffer;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An Observable with demand: what is emitted and not requested yet waits here, and {@link Overflow}
 * says how much of it.
 *
 * <p>RxJava's own operators for this forget what they hold when they are cancelled or when the
 * source fails. Here an item that nobody will see goes to the discard hook, and a failure that
 * nobody will see is reported.
 */
final class ObservablePublisher<T> implements Flow.Publisher<T> {
  private final EventLoop loop;
  private final Inlet.Source name;
  private final Observable<? extends T> source;
  private final Overflow overflow;
  private final ConversionOptions options;

  ObservablePublisher(
      EventLoop loop,
      Inlet.Source name,
      Observable<? extends T> source,
      Overflow overflow,
      ConversionOptions options) {
    this.loop = loop;
    this.name = name;
    this.source = source;
    this.overflow = overflow;
    this.options = options;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Waiting waiting = new Waiting(subscriber);
    subscriber.onSubscribe(waiting);
    source.subscribe(waiting);
  }

  @Override
  public String toString() {
    return name.name() + " " + source;
  }

  /** What waits for one subscriber. */
  private final class Waiting implements Observer<T>, Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;
    private final CompositeDisposable upstream = new CompositeDisposable();

    /** The monitor guards it and all fields below. */
    private final ItemBuffer<T> items = new ItemBuffer<>();

    private long demand;

    /** No more signals from the source: it has ended, or overflowed. */
    private boolean ended;

    private @Nullable Throwable failure;

    /** No more signals to the subscriber: it has cancelled, or knows the end. */
    private boolean over;

    /** A thread is signalling; it will see what changes meanwhile. */
    private boolean signalling;

    Waiting(Flow.Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    // ---- the source's side, on any thread

    @Override
    public void onSubscribe(Disposable disposable) {
      upstream.add(disposable);
    }

    @Override
    @SuppressWarnings("ConstantValue") // an Observable that breaks the rules can emit null
    public void onNext(T item) {
      if (item == null) {
        upstream.dispose();
        onError(new NullPointerException("the Observable emitted null, which Rx does not allow"));
        return;
      }
      T dropped = keep(item);
      if (dropped != null) {
        if (overflow == Overflow.ERROR) {
          upstream.dispose();
        }
        options.discard(loop, dropped);
      }
      signal();
    }

    /** Returns the item that is dropped, if any. */
    private synchronized @Nullable T keep(T item) {
      if (nobodyListens()) {
        return item;
      }
      if (items.size() < options.prefetch() || overflow == Overflow.BUFFER) {
        items.add(item);
        return null;
      }
      return switch (overflow) {
        case DROP_OLDEST -> {
          items.add(item);
          yield items.poll();
        }
        case ERROR -> {
          end(
              new MissingBackpressureException(
                  "the Observable is faster than its consumer: "
                      + items.size()
                      + " items wait already"));
          yield item;
        }
        case DROP_LATEST, BUFFER -> item;
      };
    }

    /** What was requested is the subscriber's, closed loop or not; more will not be. */
    private boolean nobodyListens() {
      return over || ended || (demand == 0 && loop.isClosed());
    }

    /** Returns whether it is still of interest that the source has ended. */
    @CanIgnoreReturnValue
    private synchronized boolean end(@Nullable Throwable failure) {
      if (nobodyListens()) {
        return false;
      }
      ended = true;
      this.failure = failure;
      return true;
    }

    @Override
    public void onError(Throwable failure) {
      if (end(failure)) {
        signal();
      } else {
        name.reportLate(
            loop,
            new ExceptionContext(name.name() + " failed after its stream had ended", failure));
      }
    }

    @Override
    public void onComplete() {
      if (end(null)) {
        signal();
      }
    }

    // ---- the subscriber's side

    @Override
    public void request(long count) {
      if (count > 0) {
        synchronized (this) {
          demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        }
      } else {
        upstream.dispose();
        end(new IllegalArgumentException("rule 3.9: a request of " + count + " items"));
        takeAll().forEach(item -> options.discard(loop, item));
      }
      signal();
    }

    @Override
    public void cancel() {
      Throwable unseen;
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
        unseen = failure;
      }
      upstream.dispose();
      takeAll().forEach(item -> options.discard(loop, item));
      if (unseen != null) {
        name.reportLate(
            loop, new ExceptionContext(name.name() + " failed, and its stream was closed", unseen));
      }
    }

    private synchronized List<T> takeAll() {
      List<T> taken = new ArrayList<>();
      items.drainTo(taken::add);
      return taken;
    }

    /** Signals what can be signalled, on one thread at a time. */
    private void signal() {
      boolean more = signalNext(true);
      while (more) {
        more = signalNext(false);
      }
    }

    /** Signals outside the monitor, or returns false if there is nothing to signal any more. */
    private boolean signalNext(boolean newcomer) {
      T item = null;
      Throwable end = null;
      synchronized (this) {
        if (newcomer && signalling) {
          return false;
        }
        if (!over && demand > 0 && !items.isEmpty()) {
          demand -= demand == Long.MAX_VALUE ? 0 : 1;
          item = items.poll();
        } else if (!over && ended && items.isEmpty()) {
          over = true;
          end = failure;
        } else {
          signalling = false;
          return false;
        }
        signalling = true;
      }
      if (item != null) {
        subscriber.onNext(item);
      } else if (end == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(end);
      }
      return true;
    }

    @Override
    public String toString() {
      return "Subscription to " + ObservablePublisher.this;
    }
  }
}
