// SPDX-License-Identifier: Apache-2.0
import io.interloop.spi.ThreadStateCarrier;
import io.interloop.vertx.VertxContextCarrier;
import org.jspecify.annotations.NullMarked;

/** Vert.x's futures and streams to and from the hub. */
@NullMarked
module io.interloop.vertx {
  requires transitive io.interloop;
  requires transitive io.vertx.core;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.interloop.vertx;

  provides io.interloop.spi.ForeignTypes with
      io.interloop.vertx.VertxTypes;
  provides ThreadStateCarrier with
      VertxContextCarrier;
  provides io.vertx.core.spi.VertxServiceProvider with
      io.interloop.vertx.LoopExecutorProvider;
}
