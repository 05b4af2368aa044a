// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;

/** A callback of {@code callSoon}, or of a future that is done. */
final class PlainHandle extends CoreHandle {

  PlainHandle(CoreLoop loop, Context context, Runnable callback) {
    super(loop, context, callback);
  }
}
