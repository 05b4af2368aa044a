// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignHandle;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.OneValueType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor's types, and any publisher, for {@link io.interloop.Conversions}. */
public final class ReactorTypes implements ForeignTypes {

  /** Creates the provider; the service loader does. */
  public ReactorTypes() {}

  @Override
  public List<ForeignType<?>> types() {
    return List.of(
        new OneValueType<Mono<Object>>(
            Mono.class,
            cold("Mono", Cardinality.OPTIONAL),
            ReactorAdapter::awaitable,
            ReactorAdapter::<@Nullable Object>deferMono),
        new ManyValuesType<Flux<Object>>(
            Flux.class,
            cold("Flux", Cardinality.MANY),
            (flux, options) -> () -> ReactorAdapter.stream(flux, options),
            ReactorAdapter::flux,
            ReactorAdapter::first),
        new ManyValuesType<Publisher<Object>>(
            Publisher.class,
            cold("Publisher", Cardinality.MANY),
            (publisher, options) -> () -> ReactorAdapter.stream(publisher, options),
            ReactorAdapter::flux,
            ReactorAdapter::first));
  }

  private static Traits cold(String name, Cardinality cardinality) {
    return Traits.of(name, cardinality, Start.PER_SUBSCRIBER, "cancel() of the subscription");
  }

  @Override
  public List<ForeignHandle<?>> handles() {
    return List.of(
        new ForeignHandle<>(Subscription.class, Subscription::cancel),
        new ForeignHandle<>(Disposable.class, Disposable::dispose));
  }
}
