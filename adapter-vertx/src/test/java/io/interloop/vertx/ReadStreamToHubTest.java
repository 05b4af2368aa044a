// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyToHubContract;
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import java.util.concurrent.Flow;

final class ReadStreamToHubTest extends ManyToHubContract<ReadStream<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.LIBRARY_HOOK, "Vert.x has no hook for failures nobody sees");
  }

  @Override
  protected ReadStream<String> foreign(Flow.Publisher<String> publisher) {
    return new RelayedReadStream(publisher);
  }

  @Override
  protected AsyncStream<String> stream(ReadStream<String> source, ConversionOptions options) {
    return VertxAdapter.stream(source, options);
  }
}
