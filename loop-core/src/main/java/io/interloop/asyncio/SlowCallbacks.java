// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Warns, in debug mode, of callbacks that keep everything else waiting. */
final class SlowCallbacks {
  private static final Logger LOG = System.getLogger("io.interloop");

  /** What {@link #start()} returns while nothing is measured. */
  private static final long OFF = Long.MIN_VALUE;

  private volatile boolean enabled;
  private volatile Duration threshold = Duration.ofMillis(100);

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
    return enabled ? System.nanoTime() : OFF;
  }

  void check(long start, Object what) {
    if (start == OFF) {
      return;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(threshold) >= 0) {
      LOG.log(Level.WARNING, "Executing {0} took {1} ms", what, took.toMillis());
    }
  }
}
