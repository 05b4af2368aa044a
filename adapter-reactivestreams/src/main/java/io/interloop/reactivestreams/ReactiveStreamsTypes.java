// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignHandle;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import java.util.List;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;

/** Any publisher, for {@link io.interloop.Conversions}. */
public final class ReactiveStreamsTypes implements ForeignTypes {

  /** Creates the provider; the service loader does. */
  public ReactiveStreamsTypes() {}

  @Override
  public List<ForeignType<?>> types() {
    return List.of(
        new ManyValuesType<Publisher<Object>>(
            Publisher.class,
            Traits.of(
                "Publisher",
                Cardinality.MANY,
                Start.PER_SUBSCRIBER,
                "cancel() of the subscription"),
            (publisher, options) -> () -> ReactiveStreamsAdapter.stream(publisher, options),
            ReactiveStreamsAdapter::publisher,
            ReactiveStreamsAdapter::first));
  }

  @Override
  public List<ForeignHandle<?>> handles() {
    return List.of(new ForeignHandle<>(Subscription.class, Subscription::cancel));
  }
}
