// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Host;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Turns on an executor that keeps the time as well. */
record ScheduledHost(ScheduledExecutorService executor, @Nullable BooleanSupplier confined)
    implements Host {
  ScheduledHost {
    Objects.requireNonNull(executor, "executor");
  }

  @Override
  public void execute(Runnable turn) {
    executor.execute(turn);
  }

  @Override
  public Timer schedule(Duration delay, Runnable alarm) {
    ScheduledFuture<?> timer =
        executor.schedule(alarm, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public boolean isCurrent() {
    return confined != null && confined.getAsBoolean();
  }

  @Override
  public boolean isSingleThreaded() {
    return confined != null;
  }

  @Override
  public String name() {
    return executor.toString();
  }
}
