// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A foreign type of many values.
 *
 * @param <F> the type, with its parameter: {@code Flux<Object>}
 * @param type the class by which it is found
 * @param traits what it is like
 * @param toHub converts one of the type to the hub
 * @param fromHub makes one of the type
 * @param first converts the first item of one to the hub, if the type knows a better way than a
 *     stream that is closed, which may have requested an item more; else null
 */
public record ManyValuesType<F>(
    Class<? super F> type,
    Traits traits,
    ToHub<? super F> toHub,
    FromHub<? extends F> fromHub,
    OneValueType.@Nullable ToHub<? super F> first)
    implements ForeignType<F> {

  /**
   * Converts to the hub.
   *
   * @param <F> the foreign type
   */
  @FunctionalInterface
  public interface ToHub<F> {

    /**
     * Returns what makes a stream of the items. Any thread may call this, at the moment of the
     * conversion: a source that must not flow before it has a reader is stopped here. The supplier
     * is called on a loop, for each subscriber of what the source is converted to, or once if the
     * type is {@link Start#ONCE}.
     *
     * @param source the foreign object
     * @param options the caller's choices
     */
    Supplier<? extends AsyncStream<?>> convert(F source, ConversionOptions options);
  }

  /**
   * Converts from the hub.
   *
   * @param <F> the foreign type
   */
  @FunctionalInterface
  public interface FromHub<F> {

    /**
     * Returns a foreign object that iterates over a new stream for each subscriber. Cancelling the
     * subscription closes the stream. Any thread may call this.
     *
     * @param loop where the streams are iterated over
     * @param source makes a stream; called on the loop
     * @param options the caller's choices
     */
    F convert(
        EventLoop loop, Supplier<? extends AsyncStream<Object>> source, ConversionOptions options);
  }

  /** Checks that the description fits. */
  public ManyValuesType {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(toHub, "toHub");
    Objects.requireNonNull(fromHub, "fromHub");
    if (traits.cardinality() != Cardinality.MANY) {
      throw new IllegalArgumentException(
          traits.name() + " has " + traits.cardinality().words() + ": use OneValueType");
    }
  }

  /**
   * Describes a type whose first item is taken from a stream.
   *
   * @param type the class by which it is found
   * @param traits what it is like
   * @param toHub converts one of the type to the hub
   * @param fromHub makes one of the type
   */
  public ManyValuesType(
      Class<? super F> type, Traits traits, ToHub<? super F> toHub, FromHub<? extends F> fromHub) {
    this(type, traits, toHub, fromHub, null);
  }
}
