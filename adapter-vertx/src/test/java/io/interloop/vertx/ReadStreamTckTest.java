// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.spi.Inlet;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * The Reactive Streams TCK for the publisher behind {@code stream(ReadStream)}. What it reads is
 * what {@code readStream} returns, so that the way to the hub and the way from it are both in it.
 */
public final class ReadStreamTckTest extends PublisherTck {
  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    // A ReadStream has one reader, and its publisher one subscriber; some tests have several.
    return FlowAdapters.toPublisher(subscriber ->
        new ReadStreamPublisher<Long>(
                loop,
                new Inlet.Source("the source"),
                VertxAdapter.readStream(loop, () -> numbers(elements)),
                ConversionOptions.DEFAULT)
            .subscribe(subscriber));
  }
}
