// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** The numbers from 1, as a stream of Vert.x that runs on its caller's thread. */
final class NumberStream implements ReadStream<Integer> {
  private final int last;
  private int next = 1;
  private long demand = Long.MAX_VALUE;
  private boolean emitting;
  private boolean ended;
  private @Nullable Handler<Integer> handler;
  private @Nullable Handler<Void> endHandler;

  NumberStream(int last) {
    this.last = last;
  }

  @Override
  @CanIgnoreReturnValue
  public NumberStream exceptionHandler(@Nullable Handler<Throwable> neverUsed) {
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public NumberStream handler(@Nullable Handler<Integer> handler) {
    this.handler = handler;
    emit();
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public NumberStream endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public NumberStream pause() {
    demand = 0;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public NumberStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  @CanIgnoreReturnValue
  public NumberStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    emit();
    return this;
  }

  /** A handler may fetch; that only goes on with the loop that runs it. */
  private void emit() {
    if (emitting) {
      return;
    }
    emitting = true;
    try {
      while (handler != null && demand > 0 && next <= last) {
        demand--;
        handler.handle(next++);
      }
      if (handler != null && next > last && !ended) {
        ended = true;
        if (endHandler != null) {
          endHandler.handle(null);
        }
      }
    } finally {
      emitting = false;
    }
  }
}
