// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;

/** Shows the TCK what a subscriber is told, and what it may ask of the one behind it. */
record ProbedSubscriber<T>(
    Flow.Subscriber<T> subscriber,
    WhiteboxSubscriberProbe<T> probe,
    LongConsumer request,
    Runnable cancel)
    implements Flow.Subscriber<T>, SubscriberPuppet {

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
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
