// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A publisher in the hands of a test. Each subscriber gets everything that was emitted so far and
 * will be, as far as it requests it. Signals come on the thread that emits or requests. A
 * cancellation is only noted: whoever goes on emitting, signals after the cancel.
 *
 * @param <T> the type of the items
 */
public final class ManualPublisher<T> implements Flow.Publisher<T> {

  /** Guarded by the monitor, as is all that follows. */
  private final List<T> items = new ArrayList<>();

  private boolean ended;
  private @Nullable Throwable failure;
  private final List<Demand> subscriptions = new ArrayList<>();

  /** Creates a publisher that has emitted nothing. */
  public ManualPublisher() {}

  /**
   * Emits an item.
   *
   * @param item the item
   */
  public synchronized void emit(T item) {
    items.add(item);
    subscriptions.forEach(Demand::drain);
  }

  /** Ends normally. */
  public synchronized void complete() {
    ended = true;
    subscriptions.forEach(Demand::drain);
  }

  /**
   * Ends with a failure.
   *
   * @param failure what it signals
   */
  public synchronized void fail(Throwable failure) {
    this.failure = failure;
    complete();
  }

  /** Returns how many subscribers there have been. */
  public synchronized int subscribed() {
    return subscriptions.size();
  }

  /** Returns whether every subscriber has cancelled, and there was one. */
  public synchronized boolean cancelled() {
    return !subscriptions.isEmpty()
        && subscriptions.stream().allMatch(subscription -> subscription.cancelled);
  }

  /** Returns how many items the latest subscriber has requested, all in all. */
  public synchronized long requested() {
    return subscriptions.get(subscriptions.size() - 1).requested;
  }

  @Override
  public synchronized void subscribe(Flow.Subscriber<? super T> subscriber) {
    Demand demand = new Demand(subscriber);
    subscriptions.add(demand);
    subscriber.onSubscribe(demand);
    demand.drain();
  }

  private final class Demand implements Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;
    private long requested;
    private int signalled;
    private boolean draining;
    private boolean told;
    private boolean cancelled;

    Demand(Flow.Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      synchronized (ManualPublisher.this) {
        long sum = requested + count;
        requested = sum < 0 ? Long.MAX_VALUE : sum;
        drain();
      }
    }

    @Override
    public void cancel() {
      synchronized (ManualPublisher.this) {
        cancelled = true;
      }
    }

    void drain() {
      if (draining) {
        return;
      }
      draining = true;
      while (signalled < items.size() && (signalled < requested || cancelled)) {
        subscriber.onNext(items.get(signalled++));
      }
      if (ended && !told && signalled == items.size()) {
        told = true;
        if (failure != null) {
          subscriber.onError(failure);
        } else {
          subscriber.onComplete();
        }
      }
      draining = false;
    }
  }
}
