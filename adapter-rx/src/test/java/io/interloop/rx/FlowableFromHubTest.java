// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.ManyFromHubContract;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;

final class FlowableFromHubTest extends ManyFromHubContract<Flowable<String>> {

  @Override
  protected Flowable<String> foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return RxAdapter.flowable(loop, source, options);
  }

  @Override
  protected Flow.Publisher<String> publisher(Flowable<String> source) {
    return FlowAdapters.toFlowPublisher(source);
  }
}
