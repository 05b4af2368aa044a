// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.EventLoop;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK for what {@code publisher} returns. */
public final class FlowPublisherTckTest extends PublisherTck {
  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    return FlowAdapters.toPublisher(FutureAdapter.publisher(loop, () -> numbers(elements)));
  }
}
