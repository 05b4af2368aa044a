// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/**
 * The contracts of Interloop: what a loop, a task and a future promise, whoever implements them.
 */
@NullMarked
module io.interloop {
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  // API: for everyone who awaits.
  exports io.interloop;
  // SPI: for those who write a loop or an adapter.
  exports io.interloop.spi;

  // What the adapters on the path can convert.
  uses io.interloop.spi.ForeignTypes;

  // What follows a context beside its variables.
  uses io.interloop.spi.ThreadStateCarrier;
}
