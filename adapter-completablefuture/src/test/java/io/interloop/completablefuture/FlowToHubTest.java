// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyToHubContract;
import java.util.Map;
import java.util.concurrent.Flow;

class FlowToHubTest extends ManyToHubContract<Flow.Publisher<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.LIBRARY_HOOK, "the JDK has none");
  }

  @Override
  protected Flow.Publisher<String> foreign(Flow.Publisher<String> publisher) {
    return publisher;
  }

  @Override
  protected AsyncStream<String> stream(Flow.Publisher<String> source, ConversionOptions options) {
    return FutureAdapter.stream(source, options);
  }
}
