// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.EventLoop;
import io.interloop.spi.Undroppable;
import io.vertx.core.Context;
import org.jspecify.annotations.Nullable;

/**
 * A call of Vert.x's handlers, to be made where they belong. A loop that closes before it runs
 * makes it on the thread that closes.
 *
 * @param loop where the handlers are called if there is no context
 * @param context where they are called, if there is one
 * @param code calls them
 */
record HandlerCall(EventLoop loop, @Nullable Context context, Runnable code)
    implements Runnable, Undroppable {

  /**
   * Makes the call soon: on the context or, without one, in a callback of the loop; at once if the
   * loop is closed, as there is no better thread any more. It may be made again after that.
   */
  void soon() {
    if (context != null) {
      context.runOnContext(ignored -> code.run());
      return;
    }
    try {
      if (loop.isCurrent()) {
        loop.callSoon(this);
      } else {
        loop.callSoonThreadsafe(this);
      }
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
