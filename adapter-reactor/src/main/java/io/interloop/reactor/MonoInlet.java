// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.spi.Inlet;
import io.interloop.spi.SubscriberInlet;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Takes the one value of a Mono to the hub. */
final class MonoInlet<T> extends SubscriberInlet<T, Subscription> implements CoreSubscriber<T> {

  /** As the hub's context was when this subscribed. */
  private final io.interloop.Context hub = newContext();

  /** As {@link HubSubscriber} has it. */
  private volatile @Nullable Context context = Contexts.fromThread(hub);

  private MonoInlet(Inlet<? super T> inlet) {
    super(inlet);
  }

  static <T> void attach(Mono<T> mono, Inlet<? super T> inlet) {
    mono.subscribe(new MonoInlet<>(inlet));
  }

  @Override
  protected void request(Subscription subscription, long count) {
    subscription.request(count);
  }

  @Override
  protected void cancel(Subscription subscription) {
    subscription.cancel();
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
}
