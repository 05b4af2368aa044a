// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.benchmarks.Results.Figure;
import io.interloop.benchmarks.Results.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the project wants to reach, and whether it has. */
final class Targets {
  private static final Set<String> AS_FAST_AS_KOTLINX =
      Set.of("spawn", "queue", "to-hub", "from-hub", "round-trip");

  private Targets() {}

  /**
   * How a row stands to a target.
   *
   * @param target in words
   * @param row the row
   * @param actual what was measured: a ratio, or bytes
   * @param limit what it may be
   */
  record Verdict(String target, String row, double actual, double limit) {
    boolean reached() {
      return actual <= limit;
    }

    double excess() {
      return actual / limit;
    }
  }

  static List<Verdict> judge(Results results) {
    List<Verdict> verdicts = new ArrayList<>();
    results.rows().forEach(row -> judge(row, verdicts));
    judgeGrowth(results, verdicts);
    return verdicts;
  }

  private static void judge(Measured row, List<Verdict> verdicts) {
    boolean timed = row.unit().equals("ns");
    if (timed) {
      compare(row, "no slower than virtual threads", Peer.VIRTUAL_THREADS, 1, verdicts);
      compare(row, "3 times faster than CPython", Peer.CPYTHON, 1.0 / 3, verdicts);
    }
    if (row.id().equals("switch/1000")) {
      compare(row, "at most 3 times kotlinx", Peer.KOTLINX, 3, verdicts);
    }
    if (AS_FAST_AS_KOTLINX.contains(row.group())) {
      compare(row, "as fast as kotlinx", Peer.KOTLINX, 1, verdicts);
    }
    compare(row, "within 1.2 of the bridge by hand, time", Peer.HAND, 1.2, verdicts);
    add(
        row,
        "within 1.2 of the bridge by hand, bytes",
        ratio(row, Peer.HANDOFF, Peer.HAND, Figure::bytes),
        1.2,
        verdicts);
    if (row.group().equals("switch")) {
      add(
          row,
          "mounted: within 1.15 of the JVM's Continuation",
          ratio(row, Peer.MOUNTED, Peer.CONTINUATION, Figure::value),
          1.15,
          verdicts);
    }
    if (row.id().equals("memory/task")) {
      Figure own = row.of(Peer.HANDOFF);
      Figure thread = row.of(Peer.VIRTUAL_THREADS);
      if (own != null && thread != null) {
        add(
            row,
            "less than 1,000 bytes beyond the virtual thread",
            own.value() - thread.value(),
            1_000,
            verdicts);
      }
    }
  }

  /** n log n in all is log n for each: so much more may a switch among more tasks cost. */
  private static void judgeGrowth(Results results, List<Verdict> verdicts) {
    Measured fewer = null;
    for (Measured row : results.rows()) {
      if (!row.group().equals("switch") || tasks(row) < 10) {
        continue;
      }
      if (fewer != null) {
        Figure before = fewer.of(Peer.HANDOFF);
        Figure after = row.of(Peer.HANDOFF);
        if (before != null && after != null) {
          add(
              row,
              "grows no faster than n log n, from " + fewer.id(),
              after.value() / before.value(),
              Math.log(tasks(row)) / Math.log(tasks(fewer)),
              verdicts);
        }
      }
      fewer = row;
    }
  }

  private static double tasks(Measured row) {
    return Double.parseDouble(row.id().substring(row.id().indexOf('/') + 1));
  }

  private static void compare(
      Measured row, String target, Peer peer, double limit, List<Verdict> verdicts) {
    add(row, target, ratio(row, Peer.HANDOFF, peer, Figure::value), limit, verdicts);
  }

  private static void add(
      Measured row, String target, @Nullable Double actual, double limit, List<Verdict> verdicts) {
    if (actual != null) {
      verdicts.add(new Verdict(target, row.id(), actual, limit));
    }
  }

  private static @Nullable Double ratio(
      Measured row, Peer one, Peer other, Function<Figure, @Nullable Double> part) {
    Figure own = row.of(one);
    Figure peer = row.of(other);
    if (own == null || peer == null) {
      return null;
    }
    Double numerator = part.apply(own);
    Double denominator = part.apply(peer);
    return numerator == null || denominator == null ? null : numerator / denominator;
  }
}
