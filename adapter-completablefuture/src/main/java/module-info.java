// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** CompletableFuture, java.util.concurrent.Future and java.util.concurrent.Flow, and the hub. */
@NullMarked
module io.interloop.completablefuture {
  requires transitive io.interloop;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.interloop.completablefuture;

  provides io.interloop.spi.ForeignTypes with
      io.interloop.completablefuture.JdkTypes;
}
