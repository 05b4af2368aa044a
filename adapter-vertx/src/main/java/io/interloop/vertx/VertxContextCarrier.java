// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.spi.ThreadStateCarrier;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * Has the current Vert.x context follow the hub's: a task that was created on one, such as the
 * duplicated context of a request, has it as {@code Vertx.currentContext()} after every await, in
 * whichever thread it goes on, and with it the context's local data. What was created on none
 * leaves the thread's own where it is.
 *
 * <p>It makes a context current, and moves no code to its thread: the code runs on its loop.
 *
 * <p>Found by {@link java.util.ServiceLoader}.
 */
public final class VertxContextCarrier implements ThreadStateCarrier {

  /** Creates the carrier; the service loader does. */
  public VertxContextCarrier() {}

  /** A dispatch that has begun, and what was current before. */
  private record Dispatch(ContextInternal context, @Nullable ContextInternal previous) {}

  @Override
  public @Nullable Object capture() {
    return ContextInternal.current();
  }

  @Override
  public @Nullable Object install(@Nullable Object state) {
    return state instanceof ContextInternal context
        ? new Dispatch(context, context.beginDispatch())
        : null;
  }

  @Override
  public @Nullable Object remove(@Nullable Object displaced) {
    if (!(displaced instanceof Dispatch dispatch)) {
      return null;
    }
    dispatch.context.endDispatch(dispatch.previous);
    return dispatch.context;
  }
}
