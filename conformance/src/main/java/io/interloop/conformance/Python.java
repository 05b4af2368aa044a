// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A Python that generates scenarios and runs them on its own asyncio. */
final class Python implements AutoCloseable {
  private static final List<String> SCRIPTS = List.of("generate.py", "replay_cpython.py");

  private final String command;
  private final Path directory;

  /**
   * Puts the scripts where a Python finds them.
   *
   * @param command the Python to run
   */
  Python(String command) throws IOException {
    this.command = command;
    this.directory = Files.createTempDirectory("conformance");
    for (String script : SCRIPTS) {
      try (InputStream source = Python.class.getResourceAsStream(script)) {
        Files.write(
            directory.resolve(script), Objects.requireNonNull(source, script).readAllBytes());
      }
    }
  }

  /** Returns which Python it is. */
  String version() throws IOException, InterruptedException {
    return run(List.of("-c", "import platform; print(platform.python_version())")).get(0);
  }

  /** Generates scenarios, with the traces they left. */
  List<Scenario> generate(List<String> arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(directory.resolve("generate.py").toString()));
    all.addAll(arguments);
    return scenarios(all);
  }

  /** Runs scenarios anew; returns them with the traces they left. */
  List<Scenario> replay(List<String> scenarios) throws IOException, InterruptedException {
    Path file = Files.write(directory.resolve("scenarios.jsonl"), scenarios);
    return scenarios(List.of(directory.resolve("replay_cpython.py").toString(), file.toString()));
  }

  private List<Scenario> scenarios(List<String> arguments)
      throws IOException, InterruptedException {
    return run(arguments).stream().map(Scenario::parse).toList();
  }

  private List<String> run(List<String> arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(arguments);
    Path errors = directory.resolve("stderr");
    Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    List<String> output;
    try (InputStream stdout = process.getInputStream()) {
      output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", line) + ": " + Files.readString(errors));
    }
    return output;
  }

  @Override
  public void close() {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
