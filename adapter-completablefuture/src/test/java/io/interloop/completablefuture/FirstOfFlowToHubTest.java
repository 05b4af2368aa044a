// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

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
import java.util.Map;
import java.util.concurrent.Flow;

class FirstOfFlowToHubTest extends ToHubContract<Flow.Publisher<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "a publisher has no null items",
        Capability.SHARED, "each await subscribes for itself",
        Capability.LIBRARY_HOOK, "the JDK has none");
  }

  @Override
  protected ForeignSource<Flow.Publisher<String>> newSource() {
    return new PublisherSource<>(publisher -> publisher);
  }

  @Override
  protected Awaitable<String> awaitable(Flow.Publisher<String> source, ConversionOptions options) {
    return FutureAdapter.first(source, options.withAfterFirst(AfterFirst.DRAIN));
  }

  @Override
  protected Future<String> future(Flow.Publisher<String> source, ConversionOptions options) {
    return Inlet.future(
        new Inlet.Source("the publisher"),
        options.withAfterFirst(AfterFirst.DRAIN),
        inlet -> source.subscribe(PublisherInlet.first(inlet)));
  }
}
