// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.spi.Inlet;
import io.reactivex.rxjava3.core.Observable;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

final class FirstOfObservableToHubTest extends FirstToHubContract<Observable<String>> {

  @Override
  Observable<String> source(Publisher<String> publisher) {
    return Observable.fromPublisher(publisher);
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(
      Observable<String> source, ConversionOptions options) {
    return RxAdapter.first(source, options.withAfterFirst(AfterFirst.DRAIN));
  }

  @Override
  Flow.Publisher<String> publisher(
      Inlet<? super String> inlet,
      Inlet.Source name,
      Observable<String> source,
      ConversionOptions options) {
    return new ObservablePublisher<>(inlet.loop(), name, source, Overflow.BUFFER, options);
  }
}
