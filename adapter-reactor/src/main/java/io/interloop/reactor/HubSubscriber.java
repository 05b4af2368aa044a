// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static java.util.Objects.requireNonNull;

import io.interloop.spi.Inlet;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A hub's Flow subscriber, as Reactor's operators like theirs: subscribed without a wrapper in
 * between, and the place from which a chain takes its Context.
 */
final class HubSubscriber<T> implements CoreSubscriber<T> {
  private final Flow.Subscriber<? super T> subscriber;

  /** As the hub's context was when this subscribed. */
  private final io.interloop.Context hub = io.interloop.Context.copyOfCurrent();

  /** Made when somebody asks for it, unless the subscribing thread has a part in it. */
  private volatile @Nullable Context context = Contexts.fromThread(hub);

  private HubSubscriber(Flow.Subscriber<? super T> subscriber) {
    this.subscriber = subscriber;
  }

  /** Returns what to call a source in reports, and Reactor's own hook for late failures. */
  static Inlet.Source named(String name) {
    return new Inlet.Source(name, late -> Operators.onErrorDropped(late, Context.empty()));
  }

  static <T> void subscribe(Publisher<T> publisher, Flow.Subscriber<? super T> subscriber) {
    publisher.subscribe(new HubSubscriber<T>(subscriber));
  }

  /** Returns the publisher with this kind of subscriber on its way in. */
  static <T> Flow.Publisher<T> flow(Publisher<T> publisher) {
    return subscriber -> subscribe(publisher, subscriber);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    requireNonNull(subscription, "subscription"); // 2.13
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            subscription.request(count);
          }

          @Override
          public void cancel() {
            subscription.cancel();
          }
        });
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

  @Override
  public Context currentContext() {
    Context made = context;
    if (made == null) { // two threads at once make two that are equal
      made = Contexts.forHubSubscriber(hub);
      context = made;
    }
    return made;
  }

  @Override
  public String toString() {
    return "HubSubscriber(" + subscriber + ")";
  }
}
