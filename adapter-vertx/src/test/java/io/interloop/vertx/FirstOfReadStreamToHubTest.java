// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

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
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class FirstOfReadStreamToHubTest extends ToHubContract<ReadStream<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "a ReadStream has no null items",
        Capability.COLD, "a ReadStream is read once",
        Capability.SHARED, "a ReadStream has one reader",
        Capability.LIBRARY_HOOK, "Vert.x has no hook for failures nobody sees");
  }

  @Override
  protected ForeignSource<ReadStream<String>> newSource() {
    return new PublisherSource<>(RelayedReadStream::new);
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(
      ReadStream<String> source, ConversionOptions options) {
    return VertxAdapter.first(source, options.withAfterFirst(AfterFirst.DRAIN));
  }

  @Override
  protected Future<@Nullable String> future(ReadStream<String> source, ConversionOptions options) {
    Inlet.Source name = new Inlet.Source("the ReadStream");
    return Inlet.future(
        name,
        options.withAfterFirst(AfterFirst.DRAIN),
        inlet ->
            new ReadStreamPublisher<String>(inlet.loop(), name, source, options)
                .subscribe(PublisherInlet.first(inlet)));
  }
}
