// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.OneValueType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vert.x's types, for {@link io.interloop.Conversions}. */
public final class VertxTypes implements ForeignTypes {

  /** Creates the provider; the service loader does. */
  public VertxTypes() {}

  @Override
  public List<ForeignType<?>> types() {
    return List.of(
        new OneValueType<Future<@Nullable Object>>(
            Future.class,
            Traits.of("Vert.x Future", Cardinality.ONE, Start.RUNNING, "")
                .holdingNull()
                .notCancellable("nothing: Vert.x futures have no cancel"),
            VertxAdapter::awaitable,
            (loop, coroutine, options) -> VertxAdapter.vertxFuture(loop, coroutine)),
        new ManyValuesType<ReadStream<Object>>(
            ReadStream.class,
            Traits.of("ReadStream", Cardinality.MANY, Start.ONCE, "handler(null)"),
            (stream, options) -> {
              stream.pause(); // what it emitted before it has a reader would be lost
              return () -> VertxAdapter.stream(stream, options);
            },
            VertxAdapter::readStream,
            (stream, options) -> {
              stream.pause();
              return VertxAdapter.first(stream, options);
            }));
  }
}
