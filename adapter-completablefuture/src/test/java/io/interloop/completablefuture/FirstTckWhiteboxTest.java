// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.tck.SubscriberWhiteboxTck;
import org.reactivestreams.FlowAdapters;

/**
 * The Reactive Streams TCK for the subscriber behind {@code first}, from inside. It drains, so it
 * has requested everything before the TCK asks it to request.
 */
public final class FirstTckWhiteboxTest extends SubscriberWhiteboxTck {
  @Override
  protected Subject subject(LoopThread thread) {
    return thread.call(() -> {
      Inlet<Long> inlet =
          Inlet.open(
              thread.loop(),
              new Inlet.Source("the TCK's publisher"),
              ConversionOptions.DEFAULT.withAfterFirst(AfterFirst.DRAIN));
      return new Subject(
          FlowAdapters.toSubscriber(PublisherInlet.first(inlet)),
          elements -> {},
          () -> thread.loop().callSoonThreadsafe(inlet.future()::cancel));
    });
  }
}
