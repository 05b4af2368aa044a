// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.ManyFromHubContract;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.Flux;

class FluxFromHubTest extends ManyFromHubContract<Flux<String>> {

  @Override
  protected Flux<String> foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return ReactorAdapter.flux(loop, source, options);
  }

  @Override
  protected Flow.Publisher<String> publisher(Flux<String> source) {
    return FlowAdapters.toFlowPublisher(source);
  }
}
