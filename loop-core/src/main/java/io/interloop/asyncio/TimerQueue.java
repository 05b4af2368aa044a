// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.spi.Backend;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The timers of a loop, nearest first.
 *
 * <p>A cancelled timer stays where it is until it comes to the head, so that cancelling costs
 * nothing. If more than half of over a hundred are cancelled, all of them are swept out: a server
 * that sets and cancels a timeout for each request would keep hours of dead timers otherwise.
 */
final class TimerQueue {
  private static final int SWEEP_ABOVE = 100;

  private final PriorityQueue<CoreTimerHandle> heap = new PriorityQueue<>();
  private int cancelled;
  private long sequence;

  CoreTimerHandle add(CoreLoop loop, long deadline, Context context, Runnable callback) {
    CoreTimerHandle timer = new CoreTimerHandle(loop, context, callback, deadline, sequence++);
    timer.scheduled = true;
    heap.add(timer);
    return timer;
  }

  void cancelledOne() {
    cancelled++;
  }

  /** Drops cancelled timers: all of them if they are many, else those at the head. */
  void dropCancelled() {
    if (heap.size() > SWEEP_ABOVE && cancelled * 2 > heap.size()) {
      heap.removeIf(timer -> {
        timer.scheduled &= !timer.cancelled();
        return !timer.scheduled;
      });
      cancelled = 0;
      return;
    }
    for (CoreTimerHandle head = heap.peek(); head != null && head.cancelled(); head = heap.peek()) {
      var unused = take();
    }
  }

  /** Returns how many nanoseconds it is to the nearest deadline, 0 if it has passed. */
  long untilNext(long now) {
    CoreTimerHandle head = heap.peek();
    if (head == null) {
      return Backend.FOREVER;
    }
    return head.deadline <= now ? 0 : head.deadline - now;
  }

  /** Returns the nearest deadline, or {@link Backend#FOREVER} if there is none. */
  long nextDeadline() {
    CoreTimerHandle head = heap.peek();
    return head == null ? Backend.FOREVER : head.deadline;
  }

  boolean isEmpty() {
    return heap.isEmpty();
  }

  /** Moves the timers that are due to the ready queue, in the order of their deadlines. */
  void expire(long now, Queue<Ready> ready) {
    for (CoreTimerHandle head = heap.peek();
        head != null && head.deadline <= now;
        head = heap.peek()) {
      ready.add(take());
    }
  }

  private CoreTimerHandle take() {
    CoreTimerHandle timer = heap.remove();
    timer.scheduled = false;
    if (timer.cancelled()) {
      cancelled--;
    }
    return timer;
  }

  /** Moves all timers to the ready queue, due or not. */
  void drainTo(Queue<Ready> ready) {
    expire(Long.MAX_VALUE, ready);
  }
}
