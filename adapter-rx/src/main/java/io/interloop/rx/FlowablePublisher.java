// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A Flowable as a publisher of java.util.concurrent.Flow.
 *
 * <p>RxJava puts a layer in front of subscribers it does not know, to shield them from what it does
 * by looser rules than Reactive Streams'; that layer swallows an {@code onError(null)}. The
 * subscribers here carry every signal to the loop, in order, and need no shield.
 */
final class FlowablePublisher<T> implements Flow.Publisher<T> {
  private final Flowable<? extends T> source;

  FlowablePublisher(Flowable<? extends T> source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    source.subscribe(new Crossing<T>(FlowAdapters.toSubscriber(subscriber)));
  }

  @Override
  public String toString() {
    return source.toString();
  }

  private record Crossing<T>(Subscriber<? super T> subscriber) implements FlowableSubscriber<T> {
    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(T item) {
      subscriber.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }
}
