// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Some work as a ReadStream. */
final class ManualReadStream implements ReadStream<String> {
  private final Work work;
  private final ArrayDeque<String> items = new ArrayDeque<>();
  private @Nullable Handler<String> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private Work.@Nullable Ending ending;
  private long demand = Long.MAX_VALUE;
  private boolean told;

  ManualReadStream(Work work) {
    this.work = work;
  }

  @Override
  @CanIgnoreReturnValue
  public ManualReadStream handler(@Nullable Handler<String> handler) {
    boolean begins = this.handler == null && handler != null;
    this.handler = handler;
    if (begins) {
      work.listen(end -> {
        ending = end;
        items.addAll(end.items());
        drain();
      });
    } else if (handler == null) {
      work.cancelled();
    }
    return this;
  }

  boolean paused() {
    return demand == 0;
  }

  private void drain() {
    while (demand > 0 && handler != null && !items.isEmpty()) {
      demand--;
      handler.handle(items.remove());
    }
    if (items.isEmpty() && ending != null && handler != null && !told) {
      told = true;
      if (ending.failure() != null) {
        exceptionHandler.handle(ending.failure());
      } else {
        endHandler.handle(null);
      }
    }
  }

  @Override
  @CanIgnoreReturnValue
  public ManualReadStream endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public ManualReadStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public ManualReadStream pause() {
    demand = 0;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public ManualReadStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  @CanIgnoreReturnValue
  public ManualReadStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    drain();
    return this;
  }
}
