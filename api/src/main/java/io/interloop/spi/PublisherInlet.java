// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.ConversionOptions.AfterFirst;
import java.util.concurrent.Flow;

/**
 * Takes one value of a publisher to the hub.
 *
 * <p>{@link #single} waits for the publisher's end; a second value is a protocol error. {@link
 * #first} takes the first of many, and cancels the rest or lets it run out.
 *
 * @param <T> the type of the value
 */
public final class PublisherInlet<T> extends SubscriberInlet<T, Flow.Subscription>
    implements Flow.Subscriber<T> {

  private PublisherInlet(Inlet<? super T> inlet, Mode mode) {
    super(inlet, mode);
  }

  /**
   * Creates a subscriber to a publisher of one value at the most. Must be called on the loop.
   *
   * @param <T> the type of the value
   * @param inlet where the value goes
   * @return the subscriber, to be subscribed once
   */
  public static <T> PublisherInlet<T> single(Inlet<? super T> inlet) {
    return new PublisherInlet<>(inlet, Mode.SINGLE);
  }

  /**
   * Creates a subscriber that takes a publisher's first value. What it does to the rest the options
   * say: {@link AfterFirst}. Must be called on the loop.
   *
   * @param <T> the type of the value
   * @param inlet where the value goes
   * @return the subscriber, to be subscribed once
   */
  public static <T> PublisherInlet<T> first(Inlet<? super T> inlet) {
    boolean cancel = inlet.options().afterFirst() == AfterFirst.CANCEL;
    return new PublisherInlet<>(inlet, cancel ? Mode.FIRST_THEN_CANCEL : Mode.FIRST_THEN_DRAIN);
  }

  @Override
  protected void request(Flow.Subscription subscription, long count) {
    subscription.request(count);
  }

  @Override
  protected void cancel(Flow.Subscription subscription) {
    subscription.cancel();
  }
}
