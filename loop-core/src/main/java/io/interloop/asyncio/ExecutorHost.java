// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Host;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Turns on an executor; the JDK's timer thread keeps the time. */
record ExecutorHost(Executor executor, @Nullable BooleanSupplier confined) implements Host {
  ExecutorHost {
    Objects.requireNonNull(executor, "executor");
  }

  @Override
  public void execute(Runnable turn) {
    executor.execute(turn);
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
