// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.EventLoop;
import io.interloop.spi.Undroppable;
import io.vertx.core.Context;
import org.jspecify.annotations.Nullable;

/**
 * A call of Vert.x's handlers on its way to where they belong. A loop that closes before it runs
 * makes it on the thread that closes.
 */
record HandlerCall(Runnable code) implements Runnable, Undroppable {

  /**
   * Calls handlers soon: on their context or, without one, in a callback of the loop; at once if
   * the loop is closed, as there is no better thread any more.
   */
  static void soon(EventLoop loop, @Nullable Context context, Runnable code) {
    if (context != null) {
      context.runOnContext(ignored -> code.run());
      return;
    }
    try {
      loop.callSoonThreadsafe(new HandlerCall(code));
    } catch (IllegalStateException refused) {
      if (!loop.isClosed()) {
        throw refused;
      }
      code.run();
    }
  }

  @Override
  public void run() {
    code.run();
  }

  @Override
  public void dropped() {
    code.run();
  }
}
