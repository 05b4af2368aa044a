// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program, and the trace that CPython left when it ran it.
 *
 * @param id its name
 * @param coroutines the bodies of its coroutines, by name; {@code main} is one of them
 * @param trace the entries, each a line of JSON; null if there were too many to keep
 * @param source the JSON it was read from
 */
record Scenario(
    String id,
    Map<String, List<Statement>> coroutines,
    @Nullable List<String> trace,
    JsonNode source) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a scenario.
   *
   * @param line its line of a corpus
   * @throws IllegalArgumentException if it is not one; says what is wrong
   */
  static Scenario parse(String line) {
    try {
      return of(JSON.readTree(line));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("not JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /** As {@link #parse}, from JSON that was read already. */
  static Scenario of(JsonNode source) {
    JsonNode coroutines = source.path("coros");
    if (!coroutines.isObject() || !coroutines.has("main")) {
      throw new IllegalArgumentException("a scenario has 'coros', and in it 'main'");
    }
    Map<String, List<Statement>> bodies = new LinkedHashMap<>();
    coroutines
        .properties()
        .forEach(entry -> bodies.put(entry.getKey(), StatementReader.read(entry.getValue())));
    JsonNode trace = source.path("trace");
    if (!trace.isArray() && !trace.isNull()) {
      throw new IllegalArgumentException("a scenario has a 'trace'");
    }
    return new Scenario(
        source.path("id").asText("without id"),
        bodies,
        trace.isNull() ? null : lines(trace),
        source);
  }

  private static List<String> lines(JsonNode trace) {
    List<String> lines = new ArrayList<>();
    trace.forEach(entry -> lines.add(entry.toString()));
    return lines;
  }
}
