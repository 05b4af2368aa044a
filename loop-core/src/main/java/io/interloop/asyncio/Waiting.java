// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.TimerHandle;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of {@code wait}. */
final class Waiting implements Consumer<Future<?>> {
  private final Promise<@Nullable Void> waiter;
  private final ReturnWhen returnWhen;
  private final @Nullable TimerHandle timer;
  private int pending;

  private Waiting(
      EventLoop loop,
      Set<? extends Future<?>> futures,
      @Nullable Duration timeout,
      ReturnWhen returnWhen) {
    this.waiter = CorePromise.inPlaceOf(loop.createPromise(), futures);
    this.pending = futures.size();
    this.returnWhen = returnWhen;
    this.timer =
        timeout == null
            ? null
            : loop.callLater(timeout, () -> Futures.setResultUnlessDone(waiter, null));
  }

  static <F extends Future<?>> DoneAndPending<F> wait(
      Collection<? extends F> futures, @Nullable Duration timeout, ReturnWhen returnWhen)
      throws Exception {
    EventLoop loop = EventLoop.running();
    Set<F> distinct = new LinkedHashSet<>(futures);
    distinct.forEach(future -> Futures.checkLoop(loop, future));
    Waiting waiting = new Waiting(loop, distinct, timeout, returnWhen);
    distinct.forEach(future -> future.addDoneCallback(waiting));
    try {
      waiting.waiter.await();
    } finally {
      waiting.cancelTimer();
      distinct.forEach(future -> future.removeDoneCallback(waiting));
    }
    // [G11] Asked only now: what was completed meanwhile counts as done.
    Set<F> done = new LinkedHashSet<>();
    Set<F> pending = new LinkedHashSet<>();
    distinct.forEach(future -> (future.done() ? done : pending).add(future));
    return new DoneAndPending<>(
        Collections.unmodifiableSet(done), Collections.unmodifiableSet(pending));
  }

  @Override
  public void accept(Future<?> future) {
    pending--;
    if (pending <= 0 || endsTheWait(future)) {
      cancelTimer();
      Futures.setResultUnlessDone(waiter, null);
    }
  }

  private boolean endsTheWait(Future<?> future) {
    return switch (returnWhen) {
      case FIRST_COMPLETED -> true;
      case FIRST_EXCEPTION -> !future.cancelled() && future.exception() != null;
      case ALL_COMPLETED -> false;
    };
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
