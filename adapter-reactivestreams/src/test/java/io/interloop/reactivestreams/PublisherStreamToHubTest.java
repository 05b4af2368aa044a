// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyToHubContract;
import java.util.Map;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

class PublisherStreamToHubTest extends ManyToHubContract<Publisher<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.LIBRARY_HOOK, "Reactive Streams has none");
  }

  @Override
  protected Publisher<String> foreign(Flow.Publisher<String> publisher) {
    return FlowAdapters.toPublisher(publisher);
  }

  @Override
  protected AsyncStream<String> stream(Publisher<String> source, ConversionOptions options) {
    return ReactiveStreamsAdapter.stream(source, options);
  }
}
