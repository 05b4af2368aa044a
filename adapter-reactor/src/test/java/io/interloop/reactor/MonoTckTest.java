// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.EventLoop;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK for what {@code deferMono} returns. */
public final class MonoTckTest extends PublisherTck {
  @Override
  public long maxElementsFromPublisher() {
    return 1;
  }

  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    return ReactorAdapter.deferMono(loop, oneOrNone(elements));
  }
}
