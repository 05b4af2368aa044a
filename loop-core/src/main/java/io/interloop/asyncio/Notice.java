// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;

/**
 * A callback of a future that is done. It is one object from beginning to end: it stands among
 * those who wait for the future, and then in the ready queue itself.
 */
abstract non-sealed class Notice extends CoreHandle implements CoreFuture.Waiter {

  /**
   * @param callback what {@link #call} knows how to call
   */
  Notice(CoreLoop loop, Context context, Object callback) {
    super(loop, context, callback);
  }

  @Override
  public final void wake(CoreFuture<?> future) {
    loop.schedule(this);
  }
}
