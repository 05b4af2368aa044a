// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.testkit.ManyToHubContract;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

class FluxToHubTest extends ManyToHubContract<Flux<String>> {

  @Override
  protected Flux<String> foreign(Flow.Publisher<String> publisher) {
    return Flux.from(FlowAdapters.toPublisher(publisher));
  }

  @Override
  protected AsyncStream<String> stream(Flux<String> source, ConversionOptions options) {
    return ReactorAdapter.stream(source, options);
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
