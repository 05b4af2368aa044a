// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyFromHubContract;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Observable;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;

final class ObservableFromHubTest extends ManyFromHubContract<Observable<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.DEMAND, "an Observable emits without being asked");
  }

  @Override
  protected Observable<String> foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return RxAdapter.observable(loop, source, options);
  }

  @Override
  protected Flow.Publisher<String> publisher(Observable<String> source) {
    return FlowAdapters.toFlowPublisher(source.toFlowable(BackpressureStrategy.MISSING));
  }
}
