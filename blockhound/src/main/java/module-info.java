// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Finds code that blocks a loop. */
@NullMarked
module io.interloop.blockhound {
  requires io.interloop;
  requires transitive reactor.blockhound;
  requires static transitive org.jspecify;

  exports io.interloop.blockhound;

  provides reactor.blockhound.integration.BlockHoundIntegration with
      io.interloop.blockhound.LoopIntegration;
}
