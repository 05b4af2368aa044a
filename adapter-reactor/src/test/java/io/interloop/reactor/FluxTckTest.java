// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.EventLoop;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK for what {@code flux} returns. */
public final class FluxTckTest extends PublisherTck {
  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    return ReactorAdapter.flux(loop, () -> numbers(elements));
  }
}
