// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyToHubContract;
import java.util.Map;
import java.util.concurrent.Flow;

/** {@code subscriber}, subscribed before the iteration begins. */
class SubscriberToHubTest extends ManyToHubContract<Flow.Publisher<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.COLD, "a subscriber is subscribed by others",
        Capability.LIBRARY_HOOK, "the JDK has none");
  }

  @Override
  protected Flow.Publisher<String> foreign(Flow.Publisher<String> publisher) {
    return publisher;
  }

  @Override
  protected AsyncStream<String> stream(Flow.Publisher<String> source, ConversionOptions options) {
    StreamSubscriber<String> subscriber = FutureAdapter.subscriber(EventLoop.running(), options);
    source.subscribe(subscriber);
    return subscriber;
  }
}
