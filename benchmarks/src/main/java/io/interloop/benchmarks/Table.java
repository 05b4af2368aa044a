// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.benchmarks.Results.Figure;
import io.interloop.benchmarks.Results.Measured;
import io.interloop.benchmarks.Targets.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The results in Markdown: the targets first, then a table for each group of rows. */
final class Table {
  private final Results results;
  private final List<Verdict> verdicts;

  Table(Results results) {
    this.results = results;
    this.verdicts = Targets.judge(results);
  }

  /** Returns a row in one line, for who watches the run. */
  static String line(Measured row) {
    return row.id()
        + ": "
        + row.figures().entrySet().stream()
            .map(one -> one.getKey().label() + " " + number(one.getValue().value()))
            .collect(Collectors.joining(", "))
        + " "
        + row.unit();
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    conditions(text);
    targets(text);
    Map<String, List<Measured>> groups =
        results.rows().stream()
            .collect(
                Collectors.groupingBy(Measured::group, LinkedHashMap::new, Collectors.toList()));
    groups.forEach((name, rows) -> group(text, name, rows));
    return text.toString();
  }

  private void conditions(StringBuilder text) {
    Map<String, List<Measured>> runs =
        results.rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.effort() + " " + row.machine(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    runs.values()
        .forEach(rows -> {
          Measured first = rows.getFirst();
          double load = rows.stream().mapToDouble(Measured::load).max().orElse(0);
          text.append(
              String.format(
                  Locale.ROOT,
                  "* %d rows, effort %s, %s to %s, load average up to %.1f: %s%n",
                  rows.size(),
                  first.effort().name().toLowerCase(Locale.ROOT),
                  rows.stream().map(Measured::when).min(Comparator.naturalOrder()).orElse(""),
                  rows.stream().map(Measured::when).max(Comparator.naturalOrder()).orElse(""),
                  load,
                  first.machine().entrySet().stream()
                      .map(one -> one.getKey() + " " + one.getValue())
                      .collect(Collectors.joining(", "))));
        });
    text.append('\n');
  }

  private void targets(StringBuilder text) {
    text.append("### Targets\n\n| target | reached | missed by most |\n|---|---|---|\n");
    Map<String, List<Verdict>> byTarget =
        verdicts.stream()
            .collect(
                Collectors.groupingBy(
                    verdict -> verdict.target().replaceAll(", from .*", ""),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byTarget.forEach((target, all) -> {
      long reached = all.stream().filter(Verdict::reached).count();
      String worst =
          all.stream()
              .filter(verdict -> !verdict.reached())
              .sorted(Comparator.comparingDouble(Verdict::excess).reversed())
              .limit(3)
              .map(verdict -> verdict.row() + " (" + miss(verdict) + ")")
              .collect(Collectors.joining(", "));
      text.append("| ").append(target).append(" | ");
      text.append(reached).append(" of ").append(all.size());
      text.append(" | ").append(worst).append(" |\n");
    });
    text.append('\n');
  }

  private static String miss(Verdict verdict) {
    return number(verdict.actual()) + " for " + number(verdict.limit());
  }

  private void group(StringBuilder text, String name, List<Measured> rows) {
    Set<Peer> peers = EnumSet.noneOf(Peer.class);
    rows.forEach(row -> peers.addAll(row.figures().keySet()));
    text.append("### ").append(name).append("\n\n| row | ");
    peers.forEach(peer -> text.append(peer.label()).append(" | "));
    text.append("targets missed |\n|---|").append("--:|".repeat(peers.size())).append("---|\n");
    for (Measured row : rows) {
      text.append("| **").append(row.id()).append("** ").append(row.title());
      text.append(", ").append(row.unit()).append(" | ");
      peers.forEach(peer -> text.append(cell(row, peer)).append(" | "));
      text.append(missed(row)).append(" |\n");
    }
    text.append('\n');
  }

  private static String cell(Measured row, Peer peer) {
    Figure figure = row.of(peer);
    if (figure == null) {
      return "–";
    }
    List<String> parts = new ArrayList<>();
    parts.add("**" + number(figure.value()) + "**");
    if (row.busy() && figure.best() != null) {
      parts.add("(" + number(Objects.requireNonNull(figure.best())) + ")");
    }
    Double own = row.cost(Peer.HANDOFF);
    Double cost = row.cost(peer);
    if (own != null && cost != null && peer != Peer.HANDOFF) {
      parts.add("×" + number(cost / own));
    }
    if (figure.bytes() != null) {
      parts.add(number(Objects.requireNonNull(figure.bytes())) + " B");
    }
    return String.join(" ", parts);
  }

  private String missed(Measured row) {
    return verdicts.stream()
        .filter(verdict -> verdict.row().equals(row.id()) && !verdict.reached())
        .map(verdict -> verdict.target() + ": " + miss(verdict))
        .collect(Collectors.joining("; "));
  }

  /** Three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    int digits = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
