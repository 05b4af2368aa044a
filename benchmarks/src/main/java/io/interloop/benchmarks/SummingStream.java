// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** Adds up what is written to it, and is never full. */
final class SummingStream implements WriteStream<Integer> {
  private long sum;

  long sum() {
    return sum;
  }

  @Override
  @CanIgnoreReturnValue
  public SummingStream exceptionHandler(@Nullable Handler<Throwable> neverUsed) {
    return this;
  }

  @Override
  public Future<Void> write(Integer item) {
    sum += item;
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  @Override
  @CanIgnoreReturnValue
  public SummingStream setWriteQueueMaxSize(int neverUsed) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  @CanIgnoreReturnValue
  public SummingStream drainHandler(@Nullable Handler<Void> neverUsed) {
    return this;
  }
}
