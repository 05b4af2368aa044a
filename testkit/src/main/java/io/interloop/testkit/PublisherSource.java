// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ForeignSource} that signals what a {@link ManualPublisher} does: for types that can be
 * made from a publisher.
 *
 * @param <X> the foreign type
 */
public final class PublisherSource<X> implements ForeignSource<X> {
  private final ManualPublisher<String> publisher = new ManualPublisher<>();
  private final X source;

  /**
   * Creates a source that has not ended.
   *
   * @param convert makes the foreign type, by its library's own means, without hiding anything
   */
  public PublisherSource(Function<? super Flow.Publisher<String>, ? extends X> convert) {
    this.source = convert.apply(publisher);
  }

  @Override
  public X get() {
    return source;
  }

  @Override
  public void succeed(@Nullable String value) {
    publisher.emit(Objects.requireNonNull(value));
    publisher.complete();
  }

  @Override
  public void succeedEmpty() {
    publisher.complete();
  }

  @Override
  public void fail(Throwable failure) {
    publisher.fail(failure);
  }

  @Override
  public boolean cancelled() {
    return publisher.cancelled();
  }

  @Override
  public int attached() {
    return publisher.subscribed();
  }
}
