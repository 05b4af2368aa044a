// SPDX-License-Identifier: Apache-2.0
import io.interloop.contextpropagation.ContextVarsAccessor;
import io.interloop.contextpropagation.InterloopContextAccessor;
import io.interloop.contextpropagation.ThreadLocalsCarrier;
import io.interloop.spi.ThreadStateCarrier;
import io.micrometer.context.ContextAccessor;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.NullMarked;

/** Micrometer's context-propagation and the hub's contexts. */
@NullMarked
module io.interloop.contextpropagation {
  requires transitive context.propagation;
  requires transitive io.interloop;
  requires static transitive org.jspecify;

  exports io.interloop.contextpropagation;

  provides ThreadStateCarrier with
      ThreadLocalsCarrier;
  provides ContextAccessor with
      InterloopContextAccessor;
  provides ThreadLocalAccessor with
      ContextVarsAccessor;
}
