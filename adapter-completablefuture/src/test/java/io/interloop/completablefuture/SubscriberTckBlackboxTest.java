// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.tck.StreamBlackboxTck;
import java.util.concurrent.Flow;

/** The Reactive Streams TCK for the subscriber behind {@code subscriber}, from outside. */
public final class SubscriberTckBlackboxTest extends StreamBlackboxTck {
  @Override
  protected AsyncStream<Long> stream(
      EventLoop loop, Flow.Publisher<Long> publisher, ConversionOptions options) {
    StreamSubscriber<Long> subscriber = FutureAdapter.subscriber(loop, options);
    publisher.subscribe(subscriber);
    return subscriber;
  }
}
