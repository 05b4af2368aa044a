// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter that does the rows' work in Python. It measures itself; one process does one row.
 *
 * @param executable how it is started
 * @param loop the name of the loop: asyncio or uvloop
 * @param version what it says it is
 */
record Python(String executable, String loop, String version) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first is the one to start. */
  private static final List<String> SCRIPTS = List.of("measure.py", "workloads.py");

  /** Returns the interpreter, or null if there is none, or it has no such loop. */
  static @Nullable Python find(String executable, String loop) {
    try {
      JsonNode answer = ask(executable, loop, Map.of("version", true));
      return new Python(executable, loop, answer.get("version").asText());
    } catch (IOException none) {
      return null;
    }
  }

  /** Does the work again and again; returns the result and the nanoseconds of each round. */
  Answer run(Row row, int rounds) throws IOException {
    return answer(ask(executable, loop, request(row, rounds)));
  }

  /** Does the work of several rows once, in one process. */
  List<Answer> runAll(List<Row> rows) throws IOException {
    List<Answer> answers = new ArrayList<>();
    ask(executable, loop, rows.stream().map(row -> request(row, 0)).toList())
        .forEach(one -> answers.add(answer(one)));
    return answers;
  }

  private static Map<String, Object> request(Row row, int rounds) {
    Row.Script script = Objects.requireNonNull(row.script());
    return Map.of(
        "function",
        script.function(),
        "arguments",
        script.arguments(),
        "rounds",
        row.metric() == Metric.TIME ? rounds : 0);
  }

  private static Answer answer(JsonNode said) {
    List<Double> nanos = new ArrayList<>();
    said.get("nanos").forEach(one -> nanos.add(one.asDouble()));
    return new Answer(said.get("result").asLong(), nanos, said.get("best_nanos").asDouble());
  }

  /**
   * What came back.
   *
   * @param result what the function returned
   * @param nanos how long it took, each time
   * @param bestNanos of the shortest round, or of the processor on average, whichever is less
   */
  record Answer(long result, List<Double> nanos, double bestNanos) {}

  private static JsonNode ask(String executable, String loop, Object request) throws IOException {
    Path directory = Files.createTempDirectory("benchmarks");
    Path complaint = directory.resolve("stderr");
    try {
      for (String name : SCRIPTS) {
        try (InputStream source =
            Objects.requireNonNull(Python.class.getResourceAsStream(name), name)) {
          Files.copy(source, directory.resolve(name));
        }
      }
      Process process =
          new ProcessBuilder(
                  executable, "-B", directory.resolve(SCRIPTS.getFirst()).toString(), loop)
              .redirectError(complaint.toFile())
              .start();
      try (OutputStream input = process.getOutputStream()) {
        input.write(JSON.writeValueAsBytes(request));
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (output.isEmpty()) {
        throw new IOException(
            executable + " has not answered " + request + ":\n" + Files.readString(complaint));
      }
      return JSON.readTree(output);
    } finally {
      for (String name : SCRIPTS) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.deleteIfExists(complaint);
      Files.delete(directory);
    }
  }
}
