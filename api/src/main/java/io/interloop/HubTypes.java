// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import io.interloop.ConversionOptions.OnCancel;
import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.Inlet;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.OneValueType;
import io.interloop.spi.Outlet;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hub's own types, described as foreign ones are. */
final class HubTypes implements ForeignTypes {
  private static final Inlet.Source FUTURE = new Inlet.Source("the Future");

  static final ForeignType<Awaitable<@Nullable Object>> AWAITABLE =
      new OneValueType<>(
          Awaitable.class,
          Traits.of(
                  "Awaitable",
                  Cardinality.ONE,
                  Start.PER_SUBSCRIBER,
                  "cancelling the task it is in")
              .holdingNull(),
          (coroutine, options) -> coroutine,
          (loop, coroutine, options) -> coroutine);

  static final ForeignType<Future<@Nullable Object>> FUTURES =
      new OneValueType<>(
          Future.class,
          Traits.of("Future", Cardinality.ONE, Start.RUNNING, "cancel()").holdingNull(),
          HubTypes::awaiting,
          HubTypes::future);

  static final ForeignType<AsyncStream<Object>> STREAM =
      new ManyValuesType<>(
          AsyncStream.class,
          Traits.of("AsyncStream", Cardinality.MANY, Start.ONCE, "close()"),
          (stream, options) -> () -> stream,
          (loop, source, options) -> new LazyStream<>(source));

  @Override
  public List<ForeignType<?>> types() {
    return List.of(AWAITABLE, FUTURES, STREAM);
  }

  /** The future itself where that does what the options say: awaiting it is cheaper. */
  private static <T extends @Nullable Object> Awaitable<T> awaiting(
      Future<T> future, ConversionOptions options) {
    return options.onCancel() == OnCancel.PROPAGATE ? future : fromAnyLoop(future, options);
  }

  /** Returns a coroutine for any loop. */
  static <T extends @Nullable Object> Awaitable<T> fromAnyLoop(
      Future<T> future, ConversionOptions options) {
    return Inlet.sharedAwaitable(
        FUTURE,
        options,
        inlet -> {
          Outlet<T> outlet =
              Outlet.hot(future, options, (from, outcome) -> inlet.complete(outcome));
          inlet.onCancel(outlet::requestCancel);
        });
  }

  private static Future<@Nullable Object> future(
      EventLoop loop, Awaitable<@Nullable Object> coroutine, ConversionOptions options) {
    // Eager, so that what it waits for is cancelled with it from the first moment on.
    return coroutine instanceof Future<@Nullable Object> future
        ? future
        : loop.createTask(TaskOptions.DEFAULT.eager(), coroutine);
  }
}
