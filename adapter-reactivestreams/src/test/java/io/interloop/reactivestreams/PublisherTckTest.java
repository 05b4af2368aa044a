// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.EventLoop;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK for what {@code publisher} returns. */
public final class PublisherTckTest extends PublisherTck {
  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    return ReactiveStreamsAdapter.publisher(loop, () -> numbers(elements));
  }
}
