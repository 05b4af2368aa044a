// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.TaskOptions;
import io.interloop.spi.Inlet;
import io.interloop.spi.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * A result on its way from one loop to another. There a task awaits it, so that the loop which
 * closes tells of it; here an inlet takes what the task ends with.
 */
final class Crossing {
  private static final Inlet.Source SOURCE = new Inlet.Source("the task of another loop");

  private Crossing() {}

  /** Returns a coroutine that runs another one as a task of a loop. */
  static <T extends @Nullable Object> Awaitable<T> to(EventLoop loop, Awaitable<T> coroutine) {
    return Inlet.awaitable(
        SOURCE,
        ConversionOptions.DEFAULT,
        inlet -> attach(inlet, loop, TaskOptions.DEFAULT, coroutine));
  }

  /** Returns a future of the running loop that ends as a future of another one does. */
  static <T extends @Nullable Object> Future<T> of(Future<T> future) {
    // Eager: a task that is cancelled before it starts would not cancel the future it is for.
    TaskOptions options = TaskOptions.DEFAULT.eager();
    return Inlet.future(
        SOURCE,
        ConversionOptions.DEFAULT,
        inlet -> attach(inlet, future.getLoop(), options, future));
  }

  private static <T extends @Nullable Object> void attach(
      Inlet<T> inlet, EventLoop loop, TaskOptions options, Awaitable<T> coroutine) {
    Outlet<T> outlet =
        Outlet.cold(
            loop,
            options.withContext(Context.copyOfCurrent()),
            coroutine,
            ConversionOptions.DEFAULT,
            (from, outcome) -> inlet.complete(outcome));
    // Asked, not left: the inlet hears how it ends, and reports what comes too late.
    inlet.onCancel(outlet::requestCancel);
  }
}
