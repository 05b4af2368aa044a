// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A foreign type of one value at the most.
 *
 * @param <F> the type, with its parameter: {@code Single<Object>}
 * @param type the class by which it is found
 * @param traits what it is like
 * @param toHub converts one of the type to the hub
 * @param fromHub makes one of the type
 */
public record OneValueType<F>(
    Class<? super F> type, Traits traits, ToHub<? super F> toHub, FromHub<? extends F> fromHub)
    implements ForeignType<F> {

  /**
   * Converts to the hub.
   *
   * @param <F> the foreign type
   */
  @FunctionalInterface
  public interface ToHub<F> {

    /**
     * Returns a coroutine that waits for the value. Any thread may call this; the coroutine is
     * awaited on a loop, once for each subscriber of what it is converted to. No value is null. The
     * coroutine of a type that is {@link Start#RUNNING} is a {@link SharedAwaitable}.
     *
     * @param source the foreign object
     * @param options the caller's choices
     */
    Awaitable<?> convert(F source, ConversionOptions options);
  }

  /**
   * Converts from the hub.
   *
   * @param <F> the foreign type
   */
  @FunctionalInterface
  public interface FromHub<F> {

    /**
     * Returns a foreign object for what the coroutine results in. One that is {@link Start#RUNNING}
     * begins at once, others run the coroutine in a new task for each subscriber. Cancelling the
     * foreign object cancels the task, as the options say. Any thread may call this.
     *
     * @param loop where the coroutine runs
     * @param coroutine the coroutine, or a future of that loop
     * @param options the caller's choices
     */
    F convert(EventLoop loop, Awaitable<@Nullable Object> coroutine, ConversionOptions options);
  }

  /** Checks that the description fits. */
  public OneValueType {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(toHub, "toHub");
    Objects.requireNonNull(fromHub, "fromHub");
    if (traits.cardinality() == Cardinality.MANY) {
      throw new IllegalArgumentException(traits.name() + " has many values: use ManyValuesType");
    }
  }
}
