// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the table and the chart beside the results: into the README there, between two marks, or a
 * new one.
 */
record Report(Results results) {
  private static final String BEGIN = "<!-- the table: written by the benchmarks -->";
  private static final String END = "<!-- the end of the table -->";

  void write(Path directory) throws IOException {
    if (results.rows().isEmpty()) {
      return;
    }
    Files.writeString(directory.resolve("chart.svg"), new Chart(results).svg());
    Path readme = directory.resolve("README.md");
    String text = Files.exists(readme) ? Files.readString(readme) : BEGIN + "\n" + END + "\n";
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          readme + " has no place for the table: put in " + BEGIN + " and " + END);
    }
    String table =
        BEGIN
            + "\n![Each peer beside Interloop, row by row](chart.svg)\n\n"
            + new Table(results).markdown();
    Files.writeString(readme, text.substring(0, begin) + table + text.substring(end));
  }
}
