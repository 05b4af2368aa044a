// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;

/**
 * A callback that any thread may cancel: either it does not run, or {@code cancel} returns after it
 * has run. The monitor is held while it runs; it is reentrant, so the callback may cancel itself.
 */
final class ThreadsafeHandle extends CoreHandle {

  ThreadsafeHandle(CoreLoop loop, Context context, Runnable callback) {
    super(loop, context, callback);
  }

  @Override
  synchronized void runInContext() {
    super.runInContext();
  }

  @Override
  public synchronized void cancel() {
    super.cancel();
  }

  @Override
  public synchronized boolean cancelled() {
    return super.cancelled();
  }
}
