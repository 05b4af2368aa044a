// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.ManyFromHubContract;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

class PublisherFromHubTest extends ManyFromHubContract<Publisher<String>> {

  @Override
  protected Publisher<String> foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return ReactiveStreamsAdapter.publisher(loop, source, options);
  }

  @Override
  protected Flow.Publisher<String> publisher(Publisher<String> source) {
    return FlowAdapters.toFlowPublisher(source);
  }
}
