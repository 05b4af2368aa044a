// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;

/**
 * A callback of a future that is done. It is one object from beginning to end: it waits with the
 * future, and stands in the ready queue afterwards.
 */
abstract non-sealed class Notice extends CoreHandle implements CoreFuture.Waiter, Runnable {

  Notice(CoreLoop loop, Context context) {
    super(loop, context);
  }

  @Override
  public final void wake(CoreFuture<?> future) {
    loop.schedule(this);
  }
}
