// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Reactor's Mono and Flux, any org.reactivestreams.Publisher, and the hub. */
@NullMarked
module io.interloop.reactor {
  requires transitive io.interloop;
  requires transitive org.reactivestreams;
  requires transitive reactor.core;
  requires static context.propagation;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.interloop.reactor;

  provides io.interloop.spi.ForeignTypes with
      io.interloop.reactor.ReactorTypes;
}
