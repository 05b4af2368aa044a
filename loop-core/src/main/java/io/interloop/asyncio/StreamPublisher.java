// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Publishes a new stream to each subscriber. */
final class StreamPublisher<T> implements Flow.Publisher<T> {
  private final CoreLoop loop;
  private final Supplier<? extends AsyncStream<? extends T>> source;
  private final ConversionOptions options;

  StreamPublisher(
      CoreLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    this.loop = loop;
    this.source = Objects.requireNonNull(source, "source");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber"); // 1.9
    StreamSubscription<T> subscription =
        new StreamSubscription<>(loop, source, subscriber, options);
    subscriber.onSubscribe(subscription);
    subscription.start();
  }

  @Override
  public String toString() {
    return "Publisher of " + source;
  }
}
