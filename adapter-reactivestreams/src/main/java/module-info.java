// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Any org.reactivestreams.Publisher and the hub, without Reactor and RxJava. */
@NullMarked
module io.interloop.reactivestreams {
  requires transitive io.interloop;
  requires transitive org.reactivestreams;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.interloop.reactivestreams;

  provides io.interloop.spi.ForeignTypes with
      io.interloop.reactivestreams.ReactiveStreamsTypes;
}
