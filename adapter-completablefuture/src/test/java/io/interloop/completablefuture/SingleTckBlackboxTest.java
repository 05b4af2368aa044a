// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.tck.SubscriberBlackboxTck;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;

/** The Reactive Streams TCK for {@link PublisherInlet#single}, from outside. */
public final class SingleTckBlackboxTest extends SubscriberBlackboxTck {
  @Override
  protected Subscriber<Long> subscriber(LoopThread thread) {
    return thread.call(() ->
        FlowAdapters.toSubscriber(
            PublisherInlet.single(
                Inlet.<Long>open(
                    thread.loop(),
                    new Inlet.Source("the TCK's publisher"),
                    ConversionOptions.DEFAULT))));
  }
}
