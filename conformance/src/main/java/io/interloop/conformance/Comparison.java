// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.asyncio.LoopConfig;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scenario's trace beside the one that Interloop left.
 *
 * <p>The tasks that nobody has named are numbered throughout the life of a process, in CPython as
 * in Interloop. A scenario is one of many in its process, so only the distances count: both traces
 * are renumbered so that the lowest number is 1.
 */
record Comparison(Scenario scenario, List<String> python, List<String> java) {
  private static final List<String> TOO_LONG = List.of("(more entries than a trace may have)");
  private static final Pattern UNNAMED = Pattern.compile("(?<=^\\[[^,\"]{1,30},\"Task-)\\d+");
  private static final int AROUND = 6;

  /** Replays a scenario on a loop that has a thread to itself, and compares. */
  static Comparison of(Scenario scenario) {
    return of(scenario, Stage.alone(LoopConfig.DEFAULT));
  }

  /** Replays a scenario and compares. */
  static Comparison of(Scenario scenario, Stage stage) {
    return new Comparison(
        scenario, renumbered(scenario.trace()), renumbered(ScenarioRun.of(scenario, stage)));
  }

  boolean same() {
    return python.equals(java);
  }

  private static List<String> renumbered(@Nullable List<String> trace) {
    if (trace == null) {
      return TOO_LONG;
    }
    OptionalInt lowest =
        trace.stream()
            .flatMap(entry -> UNNAMED.matcher(entry).results())
            .map(MatchResult::group)
            .mapToInt(Integer::parseInt)
            .min();
    return lowest.isEmpty()
        ? trace
        : trace.stream().map(entry -> shifted(entry, lowest.getAsInt() - 1)).toList();
  }

  private static String shifted(String entry, int by) {
    Matcher matcher = UNNAMED.matcher(entry);
    return matcher.replaceFirst(number -> "" + (Integer.parseInt(number.group()) - by));
  }

  /** Describes the first difference: the entries around it, side by side, and the program. */
  @Override
  public String toString() {
    int first = 0;
    while (entry(python, first).equals(entry(java, first)) && first < python.size()) {
      first++;
    }
    int end = Math.min(Math.max(python.size(), java.size()), first + AROUND);
    int width = "CPython".length();
    for (int i = Math.max(0, first - AROUND); i < end; i++) {
      width = Math.max(width, entry(python, i).length());
    }
    StringBuilder text = new StringBuilder();
    text.append(scenario.id()).append(" differs from entry ").append(first).append(" on\n");
    row(text, ' ', "", pad("CPython", width), "Interloop");
    for (int i = Math.max(0, first - AROUND); i < end; i++) {
      String left = entry(python, i);
      String right = entry(java, i);
      row(text, left.equals(right) ? ' ' : '!', "" + i, pad(left, width), right);
    }
    return text.append(Listing.of(scenario.source().path("coros"))).toString();
  }

  private static void row(StringBuilder text, char mark, String index, String left, String right) {
    String line =
        mark
            + " "
            + " ".repeat(Math.max(0, 4 - index.length()))
            + index
            + "  "
            + left
            + "  "
            + right;
    text.append(line.stripTrailing()).append('\n');
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String entry(List<String> trace, int index) {
    return index < trace.size() ? trace.get(index) : "";
  }
}
