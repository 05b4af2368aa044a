// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.ManyFromHubContract;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

class FlowFromHubTest extends ManyFromHubContract<Flow.Publisher<String>> {

  @Override
  protected Flow.Publisher<String> foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return FutureAdapter.publisher(loop, source, options);
  }

  @Override
  protected Flow.Publisher<String> publisher(Flow.Publisher<String> source) {
    return source;
  }
}
