// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import io.interloop.examples.crawl.Visit.Failure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/**
 * How a crawl is going, after some windows of time.
 *
 * @param visits how many addresses were visited
 * @param failures how many of those brought nothing
 * @param bytes how much was read
 * @param rate visits per second in the last window
 * @param bestRate the highest rate of any window
 * @param slowest the visits that took longest, the slowest first
 */
record Statistics(
    int visits, int failures, long bytes, double rate, double bestRate, List<Visit> slowest) {

  private static final int SLOWEST = 5;

  static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, List.of());

  /**
   * Sums visits up, window by window.
   *
   * @param visits the visits, as they happen
   * @param window how long a window is
   * @return the state at the end of every window, and at the end of all
   */
  static Flux<Statistics> of(Flux<Visit> visits, Duration window) {
    return visits
        .window(window)
        .concatMap(Flux::collectList)
        .scan(NONE, (before, visited) -> before.plus(visited, window));
  }

  private Statistics plus(List<Visit> visited, Duration window) {
    double newRate = visited.size() * 1e9 / window.toNanos();
    return new Statistics(
        visits + visited.size(),
        failures + (int) visited.stream().filter(v -> v.found() instanceof Failure).count(),
        bytes + visited.stream().mapToLong(Visit::bytes).sum(),
        newRate,
        Math.max(bestRate, newRate),
        Stream.concat(slowest.stream(), visited.stream())
            .sorted(Comparator.comparing(Visit::took).reversed())
            .limit(SLOWEST)
            .toList());
  }
}
