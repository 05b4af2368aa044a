// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream's transformation between a publisher and the one subscriber of its result. */
final class HubProcessor<T, R> implements Flow.Processor<T, R> {
  private final EventLoop loop;
  private final ConversionOptions options;
  private final SubscriberStream<T> input;
  private final Function<? super AsyncStream<T>, ? extends AsyncStream<? extends R>> transform;
  private final Flow.Publisher<R> output;

  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * The one subscriber's. Set by whoever subscribes, taken off when the subscriber leaves (3.13).
   */
  private volatile @Nullable ProcessorOutput<R> downstream;

  /**
   * The publisher has ended. Set after the input knows, and before the subscriber is looked for.
   */
  private volatile boolean ended;

  HubProcessor(
      EventLoop loop,
      Function<? super AsyncStream<T>, ? extends AsyncStream<? extends R>> transform,
      ConversionOptions options) {
    this.loop = loop;
    this.options = options;
    this.input = new SubscriberStream<>(loop, options);
    this.transform = transform;
    this.output = loop.publisher(this::transformed, options);
  }

  /** The result, whose end is that of the input too: a generator need not close what it reads. */
  private AsyncStream<R> transformed() {
    AsyncStream<? extends R> result;
    try {
      result = Objects.requireNonNull(transform.apply(input), "the transform returned null");
    } catch (Throwable failure) {
      input.close();
      throw failure;
    }
    return new Transformed<>(result, input);
  }

  private record Transformed<R>(AsyncStream<? extends R> result, AsyncStream<?> input)
      implements AsyncStream<R> {
    @Override
    @SuppressWarnings("unchecked") // an iterator only hands out
    public Iterator<R> iterator() {
      return (Iterator<R>) result.iterator();
    }

    @Override
    public void close() {
      try (input) {
        result.close();
      }
    }
  }

  @Override
  public void subscribe(Flow.Subscriber<? super R> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber"); // 1.9
    if (taken.compareAndSet(false, true)) {
      ProcessorOutput<R> subscription =
          new ProcessorOutput<>(loop, options, subscriber, this::subscriberLeaves);
      downstream = subscription;
      output.subscribe(subscription);
      if (ended) {
        subscription.start();
      }
      return;
    }
    subscriber.onSubscribe(new Refused());
    subscriber.onError(new IllegalStateException("a processor has one subscriber: " + this));
  }

  private void subscriberLeaves() {
    downstream = null;
    input.leaveUnread();
  }

  private static final class Refused implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  // ---- the publisher's side

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    input.onSubscribe(subscription);
  }

  @Override
  public void onNext(T item) {
    input.onNext(item);
  }

  @Override
  public void onError(Throwable failure) {
    input.onError(failure);
    startWithoutDemand();
  }

  @Override
  public void onComplete() {
    input.onComplete();
    startWithoutDemand();
  }

  private void startWithoutDemand() {
    ended = true;
    ProcessorOutput<R> subscription = downstream;
    if (subscription != null) {
      subscription.start();
    }
  }

  @Override
  public String toString() {
    return "Processor of " + transform;
  }
}
