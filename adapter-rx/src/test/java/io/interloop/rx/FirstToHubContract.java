// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.Future;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.PublisherSource;
import io.interloop.testkit.ToHubContract;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** The first of many values of a type of RxJava's, with the rest drained. */
@ExtendWith(PluginHook.class)
abstract class FirstToHubContract<X> extends ToHubContract<X> {
  /** Makes a source by RxJava's own means. */
  abstract X source(Publisher<String> publisher);

  /** Returns what the adapter subscribes to. */
  abstract Flow.Publisher<String> publisher(
      Inlet<? super String> inlet, Inlet.Source name, X source, ConversionOptions options);

  @Override
  protected final Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "Rx has no null",
        Capability.SHARED, "each await has a subscription of its own");
  }

  @Override
  protected final void installLibraryHook(Consumer<Throwable> hook) {
    PluginHook.install(hook);
  }

  @Override
  protected final ForeignSource<X> newSource() {
    return new PublisherSource<>(publisher -> source(FlowAdapters.toPublisher(publisher)));
  }

  @Override
  protected final Future<@Nullable String> future(X source, ConversionOptions options) {
    Inlet.Source name = new Inlet.Source("the source", RxJavaPlugins::onError);
    return Inlet.future(
        name,
        options.withAfterFirst(AfterFirst.DRAIN),
        inlet -> publisher(inlet, name, source, options).subscribe(PublisherInlet.first(inlet)));
  }
}
