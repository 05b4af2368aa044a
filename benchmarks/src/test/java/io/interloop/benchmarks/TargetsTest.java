// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.benchmarks.Results.Figure;
import io.interloop.benchmarks.Results.Measured;
import io.interloop.benchmarks.Targets.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report makes of figures that are made up. */
final class TargetsTest {

  @Test
  void aRowIsJudgedByEveryTargetItHasAPeerFor() {
    Results results =
        results(
            row(
                "switch/1000",
                "ns",
                Map.of(
                    Peer.HANDOFF, time(200),
                    Peer.MOUNTED, time(110),
                    Peer.CONTINUATION, time(100),
                    Peer.KOTLINX, time(50),
                    Peer.CPYTHON, time(1_000))));
    assertThat(verdicts(results))
        .containsExactly(
            "3 times faster than CPython 0.20 of 0.33: true",
            "at most 3 times kotlinx 4.00 of 3.00: false",
            "mounted: within 1.15 of the JVM's Continuation 1.10 of 1.15: true");
  }

  @Test
  void aConversionIsJudgedByTimeAndByBytes() {
    Results results =
        results(
            row(
                "to-hub/Mono-ready",
                "ns",
                Map.of(
                    Peer.HANDOFF, new Figure(110, null, 300.0, null),
                    Peer.HAND, new Figure(100, null, 200.0, null))));
    assertThat(verdicts(results))
        .containsExactly(
            "within 1.2 of the bridge by hand, time 1.10 of 1.20: true",
            "within 1.2 of the bridge by hand, bytes 1.50 of 1.20: false");
  }

  @Test
  void memoryIsJudgedByWhatItTakesBeyondTheThread() {
    Results results =
        results(
            row(
                "memory/task",
                "bytes",
                Map.of(Peer.HANDOFF, time(1_500), Peer.VIRTUAL_THREADS, time(700))));
    assertThat(verdicts(results))
        .containsExactly("less than 1,000 bytes beyond the virtual thread 800 of 1,000: true");
  }

  @Test
  void theCostOfASwitchMayGrowWithTheLogarithm() {
    Results results =
        results(
            row("switch/10", "ns", Map.of(Peer.HANDOFF, time(100))),
            row("switch/1000", "ns", Map.of(Peer.HANDOFF, time(290))),
            row("switch/100000", "ns", Map.of(Peer.HANDOFF, time(900))));
    assertThat(verdicts(results))
        .containsExactly(
            "grows no faster than n log n, from switch/10 2.90 of 3.00: true",
            "grows no faster than n log n, from switch/1000 3.10 of 1.67: false");
  }

  @Test
  void onABusyMachineThePeersAreComparedByTheirBest() {
    Map<Peer, Figure> figures =
        Map.of(
            Peer.HANDOFF, new Figure(900, null, null, 60.0),
            Peer.KOTLINX, new Figure(100, null, null, 50.0));
    Measured busy =
        new Measured(
            "queue/1", "a title", "ns", Effort.CHECK, "2026-01-01 00:00", 7, Map.of(), figures);
    assertThat(verdicts(results(busy))).containsExactly("as fast as kotlinx 1.20 of 1.00: false");
  }

  @Test
  void theReportStandsWhereTheReadmeHasAPlaceForIt(@TempDir Path directory) throws Exception {
    Results results =
        results(row("queue/1", "ns", Map.of(Peer.HANDOFF, time(40), Peer.KOTLINX, time(50))));
    results.write(directory);
    new Report(Results.read(directory)).write(directory);
    Path readme = directory.resolve("README.md");
    Files.writeString(readme, "before\n" + Files.readString(readme) + "after\n");
    String written = Files.readString(readme);
    new Report(Results.read(directory)).write(directory);
    assertThat(readme)
        .hasContent(written)
        .content()
        .startsWith("before\n")
        .endsWith("after\n")
        .contains("| as fast as kotlinx | 1 of 1 |", "**40.0** | **50.0** ×1.25 |");
    assertThat(directory.resolve("chart.svg")).content().contains("queue/1", "<circle");
  }

  private static Results results(Measured... rows) {
    return new Results(List.of(rows));
  }

  private static Measured row(String id, String unit, Map<Peer, Figure> figures) {
    return new Measured(id, id, unit, Effort.CHECK, "2026-01-01 00:00", 0, Map.of(), figures);
  }

  private static Figure time(double value) {
    return new Figure(value, null, null, null);
  }

  private static List<String> verdicts(Results results) {
    return Targets.judge(results).stream().map(TargetsTest::text).toList();
  }

  private static String text(Verdict verdict) {
    return verdict.target()
        + " "
        + Table.number(verdict.actual())
        + " of "
        + Table.number(verdict.limit())
        + ": "
        + verdict.reached();
  }
}
