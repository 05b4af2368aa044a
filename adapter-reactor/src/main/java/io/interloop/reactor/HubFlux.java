// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** Publishes a stream of the hub, in the context that each subscriber asks for. */
final class HubFlux<T> extends Flux<T> {
  private final Publisher<T> publisher;

  private HubFlux(Publisher<T> publisher) {
    this.publisher = publisher;
  }

  static <T> Flux<T> of(Publisher<T> publisher) {
    return onAssembly(new HubFlux<>(publisher));
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    Contexts.subscribe(subscriber.currentContext(), () -> publisher.subscribe(subscriber));
  }
}
