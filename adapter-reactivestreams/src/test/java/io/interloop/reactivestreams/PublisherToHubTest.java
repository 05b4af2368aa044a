// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.PublisherSource;
import io.interloop.testkit.ToHubContract;
import java.util.Map;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

class PublisherToHubTest extends ToHubContract<Publisher<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "a publisher has no null items",
        Capability.SHARED, "each await subscribes for itself",
        Capability.LIBRARY_HOOK, "Reactive Streams has none");
  }

  @Override
  protected ForeignSource<Publisher<String>> newSource() {
    return new PublisherSource<>(FlowAdapters::toPublisher);
  }

  @Override
  protected Awaitable<String> awaitable(Publisher<String> source, ConversionOptions options) {
    return ReactiveStreamsAdapter.awaitable(source, options);
  }

  @Override
  protected Future<String> future(Publisher<String> source, ConversionOptions options) {
    return ReactiveStreamsAdapter.future(source, options);
  }
}
