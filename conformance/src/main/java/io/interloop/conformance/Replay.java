// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays scenarios and prints those whose trace differs from the recorded one.
 *
 * <pre>
 * Replay FILE.jsonl...
 * </pre>
 *
 * <p>A directory stands for the corpus files in it. Exit code: 0 if all passed, 1 if some failed, 2
 * if a file could not be read.
 */
public final class Replay {
  private int passed;
  private int failed;

  private Replay() {}

  /**
   * Replays the scenarios of files.
   *
   * @param args the files
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** Does what {@link #main} does, and returns the exit code. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty()) {
      err.println("usage: Replay FILE.jsonl...");
      return 2;
    }
    Replay replay = new Replay();
    try {
      List<Path> files = new ArrayList<>();
      for (String argument : arguments) {
        files.addAll(Corpus.files(Path.of(argument)));
      }
      for (Path file : files) {
        Corpus.forEach(file, readable -> {});
      }
      for (Path file : files) {
        Corpus.forEach(file, scenario -> replay.compare(scenario, out));
      }
    } catch (Corpus.Unreadable unreadable) {
      err.println(unreadable.getMessage());
      return 2;
    }
    out.println(replay.passed + " passed, " + replay.failed + " failed");
    return replay.failed == 0 ? 0 : 1;
  }

  private void compare(Scenario scenario, PrintStream out) {
    Comparison comparison = Comparison.of(scenario);
    if (comparison.same()) {
      passed++;
    } else {
      failed++;
      out.println(comparison);
    }
  }
}
