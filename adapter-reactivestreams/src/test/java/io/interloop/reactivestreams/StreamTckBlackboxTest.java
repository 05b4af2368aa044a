// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.tck.StreamBlackboxTck;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;

/** The Reactive Streams TCK for the subscriber behind {@code stream}, from outside. */
public final class StreamTckBlackboxTest extends StreamBlackboxTck {
  @Override
  protected AsyncStream<Long> stream(
      EventLoop loop, Flow.Publisher<Long> publisher, ConversionOptions options) {
    return ReactiveStreamsAdapter.stream(FlowAdapters.toPublisher(publisher), options);
  }
}
