// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.Future;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.PublisherSource;
import io.interloop.testkit.ToHubContract;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;

@ExtendWith(PluginHook.class)
final class FirstOfObservableToHubTest extends ToHubContract<Observable<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "Rx has no null",
        Capability.SHARED, "each await has a subscription of its own");
  }

  @Override
  protected void installLibraryHook(Consumer<Throwable> hook) {
    PluginHook.install(hook);
  }

  @Override
  protected ForeignSource<Observable<String>> newSource() {
    return new PublisherSource<>(
        publisher -> Observable.fromPublisher(FlowAdapters.toPublisher(publisher)));
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(
      Observable<String> source, ConversionOptions options) {
    return RxAdapter.first(source, options.withAfterFirst(AfterFirst.DRAIN));
  }

  @Override
  protected Future<@Nullable String> future(Observable<String> source, ConversionOptions options) {
    Inlet.Source name = new Inlet.Source("the Observable", RxJavaPlugins::onError);
    return Inlet.future(
        name,
        options.withAfterFirst(AfterFirst.DRAIN),
        inlet ->
            new ObservablePublisher<>(inlet.loop(), name, source, Overflow.BUFFER, options)
                .subscribe(PublisherInlet.first(inlet)));
  }
}
