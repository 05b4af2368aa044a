// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignHandle;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.OneValueType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The JDK's types, for {@link io.interloop.Conversions}. */
public final class JdkTypes implements ForeignTypes {

  /** Creates the provider; the service loader does. */
  public JdkTypes() {}

  @Override
  public List<ForeignType<?>> types() {
    return List.of(
        new OneValueType<CompletableFuture<@Nullable Object>>(
            CompletableFuture.class,
            running("CompletableFuture"),
            FutureAdapter::awaitable,
            FutureAdapter::<@Nullable Object>completableFuture),
        new OneValueType<CompletionStage<@Nullable Object>>(
            CompletionStage.class,
            running("CompletionStage"),
            FutureAdapter::awaitable,
            FutureAdapter::<@Nullable Object>completableFuture),
        // Its result costs a thread, so anything else that an object is comes first.
        new OneValueType<Future<@Nullable Object>>(
            Future.class,
            running("java.util.concurrent.Future").asLastResort(),
            FutureAdapter::awaitable,
            FutureAdapter::<@Nullable Object>completableFuture),
        new ManyValuesType<Flow.Publisher<Object>>(
            Flow.Publisher.class,
            Traits.of(
                "Flow.Publisher",
                Cardinality.MANY,
                Start.PER_SUBSCRIBER,
                "cancel() of the subscription"),
            (publisher, options) -> () -> FutureAdapter.stream(publisher, options),
            FutureAdapter::publisher,
            FutureAdapter::first));
  }

  private static Traits running(String name) {
    return Traits.of(name, Cardinality.ONE, Start.RUNNING, "cancel(true)").holdingNull();
  }

  @Override
  public List<ForeignHandle<?>> handles() {
    return List.of(new ForeignHandle<>(Flow.Subscription.class, Flow.Subscription::cancel));
  }
}
