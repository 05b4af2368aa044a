// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.time.Duration;

/** Nanoseconds of a duration; one too long to count them lasts for ever. */
final class Nanos {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration SHORTEST = Duration.ofNanos(Long.MIN_VALUE);

  private Nanos() {}

  static long of(Duration duration) {
    if (duration.compareTo(LONGEST) >= 0) {
      return Long.MAX_VALUE;
    }
    return duration.compareTo(SHORTEST) <= 0 ? Long.MIN_VALUE : duration.toNanos();
  }
}
