// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.tck.StreamBlackboxTck;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;

/** The Reactive Streams TCK for the subscriber behind {@code stream(Flowable)}, from outside. */
public final class StreamTckBlackboxTest extends StreamBlackboxTck {
  @Override
  protected AsyncStream<Long> stream(
      EventLoop loop, Flow.Publisher<Long> publisher, ConversionOptions options) {
    // Not fromPublisher, which puts subscribers of its own in between.
    Flowable<Long> flowable =
        new Flowable<>() {
          @Override
          protected void subscribeActual(Subscriber<? super Long> subscriber) {
            publisher.subscribe(FlowAdapters.toFlowSubscriber(subscriber));
          }
        };
    return RxAdapter.stream(flowable, options);
  }
}
