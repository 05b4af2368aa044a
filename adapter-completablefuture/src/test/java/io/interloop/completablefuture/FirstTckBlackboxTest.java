// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.tck.SubscriberBlackboxTck;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;

/** The Reactive Streams TCK for {@link PublisherInlet#first}, from outside. */
public final class FirstTckBlackboxTest extends SubscriberBlackboxTck {
  @Override
  protected Subscriber<Long> subscriber(LoopThread thread) {
    return thread.call(() ->
        FlowAdapters.toSubscriber(
            PublisherInlet.first(
                Inlet.<Long>open(
                    thread.loop(),
                    new Inlet.Source("the TCK's publisher"),
                    ConversionOptions.DEFAULT))));
  }
}
