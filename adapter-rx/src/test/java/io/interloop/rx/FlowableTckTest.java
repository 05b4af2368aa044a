// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.EventLoop;
import io.interloop.testkit.tck.PublisherTck;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK for what {@code flowable} returns. */
public final class FlowableTckTest extends PublisherTck {
  @Override
  protected Publisher<Long> publisher(EventLoop loop, long elements) {
    return RxAdapter.flowable(loop, () -> numbers(elements));
  }
}
