// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Backend;
import java.time.Duration;

/** Warns, in debug mode, of callbacks and task steps that keep everything else waiting. */
final class SlowCallbacks {
  /** What {@link #start()} returns while nothing is measured. */
  private static final long OFF = Long.MIN_VALUE;

  private final Backend backend;
  private volatile boolean enabled;
  private volatile Duration threshold = Duration.ofMillis(100);

  /** When the running step began. One field serves all tasks, as one step runs at a time. */
  private long stepStart = OFF;

  SlowCallbacks(Backend backend) {
    this.backend = backend;
  }

  void enable(boolean enabled) {
    this.enabled = enabled;
  }

  Duration threshold() {
    return threshold;
  }

  void setThreshold(Duration threshold) {
    this.threshold = threshold;
  }

  long start() {
    return enabled ? backend.nanoTime() : OFF;
  }

  void check(long start, Object what) {
    if (start == OFF) {
      return;
    }
    Duration took = Duration.ofNanos(backend.nanoTime() - start);
    if (took.compareTo(threshold) >= 0) {
      LoopLog.warn("Executing {0} took {1} ms", what, took.toMillis());
    }
  }

  void stepStarted() {
    if (enabled) {
      stepStart = start();
    }
  }

  void stepEnded(CoreTask<?> task) {
    long start = stepStart;
    if (start != OFF) {
      stepStart = OFF;
      check(start, task);
    }
  }
}
