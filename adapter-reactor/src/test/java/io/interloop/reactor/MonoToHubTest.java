// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.PublisherSource;
import io.interloop.testkit.ToHubContract;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

class MonoToHubTest extends ToHubContract<Mono<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "a Mono has no null value; it is empty",
        Capability.SHARED, "each await subscribes for itself");
  }

  @Override
  protected ForeignSource<Mono<String>> newSource() {
    return new PublisherSource<>(publisher -> Mono.fromDirect(FlowAdapters.toPublisher(publisher)));
  }

  @Override
  protected Awaitable<String> awaitable(Mono<String> source, ConversionOptions options) {
    return ReactorAdapter.awaitable(source, options);
  }

  @Override
  protected Future<String> future(Mono<String> source, ConversionOptions options) {
    return ReactorAdapter.future(source, options);
  }

  @Override
  protected void installLibraryHook(Consumer<Throwable> hook) {
    Hooks.onErrorDropped(hook);
  }

  @AfterEach
  void resetHook() {
    Hooks.resetOnErrorDropped();
  }
}
