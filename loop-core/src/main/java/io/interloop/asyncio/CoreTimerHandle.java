// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.TimerHandle;
import java.time.Duration;

/**
 * A callback with a deadline. Timers with equal deadlines keep the order in which they were set.
 */
final class CoreTimerHandle extends CoreHandle implements TimerHandle, Comparable<CoreTimerHandle> {
  /** Nanoseconds on the backend's clock. */
  final long deadline;

  private final long sequence;

  /** Whether it stands in the timer queue. Written by {@link TimerQueue}. */
  boolean scheduled;

  CoreTimerHandle(CoreLoop loop, Context context, Runnable callback, long deadline, long sequence) {
    super(loop, context, callback);
    this.deadline = deadline;
    this.sequence = sequence;
  }

  @Override
  public void cancel() {
    if (!cancelled()) {
      super.cancel();
      if (scheduled) {
        loop.ticks.timers.cancelledOne();
      }
    }
  }

  @Override
  public Duration when() {
    return Duration.ofNanos(deadline);
  }

  @Override
  public int compareTo(CoreTimerHandle other) {
    int byDeadline = Long.compare(deadline, other.deadline);
    return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return "Timer" + super.toString() + " at " + when();
  }
}
