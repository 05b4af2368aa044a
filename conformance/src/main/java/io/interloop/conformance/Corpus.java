// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Files of scenarios, one a line. */
final class Corpus {

  private Corpus() {}

  /** A file that cannot be read, or a line in it. The message is for the user. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /** Returns the file itself, or the corpus files in a directory, in the order of their names. */
  static List<Path> files(Path fileOrDirectory) throws Unreadable {
    if (!Files.isDirectory(fileOrDirectory)) {
      return List.of(fileOrDirectory);
    }
    try (Stream<Path> entries = Files.list(fileOrDirectory)) {
      return entries.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException failure) {
      throw new Unreadable(fileOrDirectory + ": " + failure);
    }
  }

  /** Hands over the scenarios of a file, one by one. */
  static void forEach(Path file, Consumer<Scenario> action) throws Unreadable {
    if (!Files.isRegularFile(file)) {
      throw new Unreadable(file + ": no such file");
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 1;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          action.accept(parse(line, file, number));
        }
        number++;
      }
    } catch (IOException failure) {
      throw new Unreadable(file + ": " + failure);
    }
  }

  private static Scenario parse(String line, Path file, int number) throws Unreadable {
    try {
      return Scenario.parse(line);
    } catch (IllegalArgumentException malformed) {
      throw new Unreadable(file + ":" + number + ": " + malformed.getMessage());
    }
  }
}
