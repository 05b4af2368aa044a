// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.tck.StreamWhiteboxTck;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;

/** The Reactive Streams TCK for the subscriber behind {@code stream}, from inside. */
public final class StreamTckWhiteboxTest extends StreamWhiteboxTck {
  @Override
  protected AsyncStream<Long> stream(
      EventLoop loop, Flow.Publisher<Long> publisher, ConversionOptions options) {
    return ReactiveStreamsAdapter.stream(FlowAdapters.toPublisher(publisher), options);
  }
}
