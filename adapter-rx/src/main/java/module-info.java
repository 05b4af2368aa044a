// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** RxJava 3's types to and from the hub. */
@NullMarked
module io.interloop.rx {
  requires transitive io.interloop;
  requires transitive io.reactivex.rxjava3;
  requires org.reactivestreams;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.interloop.rx;

  provides io.interloop.spi.ForeignTypes with
      io.interloop.rx.RxTypes;
}
