// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit.tck;

import java.util.function.LongConsumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;

/** Shows the TCK what a subscriber is told, and what it may ask of the one behind it. */
record ProbedSubscriber<T>(
    Subscriber<T> subscriber,
    WhiteboxSubscriberProbe<T> probe,
    LongConsumer request,
    Runnable cancel)
    implements Subscriber<T>, SubscriberPuppet {

  @Override
  public void onSubscribe(Subscription subscription) {
    subscriber.onSubscribe(subscription);
    probe.registerOnSubscribe(this);
  }

  @Override
  public void onNext(T item) {
    subscriber.onNext(item);
    probe.registerOnNext(item);
  }

  @Override
  public void onError(Throwable failure) {
    subscriber.onError(failure);
    probe.registerOnError(failure);
  }

  @Override
  public void onComplete() {
    subscriber.onComplete();
    probe.registerOnComplete();
  }

  @Override
  public void triggerRequest(long elements) {
    request.accept(elements);
  }

  @Override
  public void signalCancel() {
    cancel.run();
  }
}
