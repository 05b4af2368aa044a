// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.spi.Inlet;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

final class FirstOfFlowableToHubTest extends FirstToHubContract<Flowable<String>> {

  @Override
  Flowable<String> source(Publisher<String> publisher) {
    return Flowable.fromPublisher(publisher);
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(
      Flowable<String> source, ConversionOptions options) {
    return RxAdapter.first(source, options.withAfterFirst(AfterFirst.DRAIN));
  }

  @Override
  Flow.Publisher<String> publisher(
      Inlet<? super String> inlet,
      Inlet.Source name,
      Flowable<String> source,
      ConversionOptions options) {
    return new FlowablePublisher<>(source);
  }
}
