// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.benchmarks.Results.Figure;
import io.interloop.benchmarks.Results.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
      add(
          row,
          "no slower than virtual threads, both on one carrier",
          ratio(row.cost(Peer.HANDOFF_ONE_CARRIER), row.cost(Peer.VIRTUAL_THREADS)),
          1,
          verdicts);
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
        ratio(bytes(row, Peer.HANDOFF), bytes(row, Peer.HAND)),
        1.2,
        verdicts);
    if (row.group().equals("switch")) {
      add(
          row,
          "mounted: within 1.15 of the JVM's Continuation",
          ratio(row.cost(Peer.MOUNTED), row.cost(Peer.CONTINUATION)),
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
        Double before = fewer.cost(Peer.HANDOFF);
        Double after = row.cost(Peer.HANDOFF);
        if (before != null && after != null) {
          add(
              row,
              "grows no faster than n log n, from " + fewer.id(),
              after / before,
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
    add(row, target, ratio(row.cost(Peer.HANDOFF), row.cost(peer)), limit, verdicts);
  }

  private static void add(
      Measured row, String target, @Nullable Double actual, double limit, List<Verdict> verdicts) {
    if (actual != null) {
      verdicts.add(new Verdict(target, row.id(), actual, limit));
    }
  }

  private static @Nullable Double bytes(Measured row, Peer peer) {
    Figure figure = row.of(peer);
    return figure == null ? null : figure.bytes();
  }

  private static @Nullable Double ratio(@Nullable Double own, @Nullable Double peer) {
    return own == null || peer == null ? null : own / peer;
  }
}
