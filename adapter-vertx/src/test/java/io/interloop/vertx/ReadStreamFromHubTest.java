// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyFromHubContract;
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

final class ReadStreamFromHubTest extends ManyFromHubContract<ReadStream<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.COLD, "a ReadStream has one reader",
        Capability.DEMAND, "a ReadStream does not end while it is paused; see HubReadStreamTest");
  }

  @Override
  protected ReadStream<String> foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return VertxAdapter.readStream(loop, source, options);
  }

  @Override
  protected Flow.Publisher<String> publisher(ReadStream<String> source) {
    return subscriber -> {
      source.pause();
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              source.resume();
            }

            @Override
            public void cancel() {
              source.handler(null);
            }
          });
      source.exceptionHandler(subscriber::onError);
      source.endHandler(ignored -> subscriber.onComplete());
      source.handler(subscriber::onNext);
    };
  }
}
