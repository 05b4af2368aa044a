// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK for what {@code deferPublisher} returns. */
public final class DeferPublisherTckTest extends PublisherTck {
  @Override
  public long maxElementsFromPublisher() {
    return 1;
  }

  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    return ReactiveStreamsAdapter.deferPublisher(
        loop, oneOrNone(elements), ConversionOptions.DEFAULT);
  }
}
