// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.TaskOptions;
import io.interloop.spi.Outlet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two origins of hub results: a future that runs anyway, and a task for each observer. */
final class Origins {
  private Origins() {}

  /** Whoever disposes detaches from the future. */
  record Hot<T extends @Nullable Object>(Future<T> future) implements HubResult.Origin<T> {
    Hot {
      Objects.requireNonNull(future, "future");
    }

    @Override
    public Outlet<T> open(Outlet.Receiver<T> receiver) {
      return Outlet.hot(future, ConversionOptions.DEFAULT, receiver);
    }

    @Override
    public void leave(Outlet<T> outlet) {
      outlet.detach();
    }
  }

  /** Whoever disposes cancels the task, unless the options say otherwise. */
  record Cold<T extends @Nullable Object>(
      EventLoop loop, Awaitable<T> coroutine, ConversionOptions options)
      implements HubResult.Origin<T> {
    Cold {
      Objects.requireNonNull(loop, "loop");
      Objects.requireNonNull(coroutine, "coroutine");
      Objects.requireNonNull(options, "options");
    }

    @Override
    public Outlet<T> open(Outlet.Receiver<T> receiver) {
      return Outlet.cold(loop, TaskOptions.DEFAULT, coroutine, options, receiver);
    }

    @Override
    public void leave(Outlet<T> outlet) {
      if (options.onCancel() == OnCancel.DETACH) {
        outlet.detach();
      } else {
        outlet.cancel();
      }
    }
  }
}
