// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a row that measures itself, in a JVM of its own. */
final class Probe {
  private static final String MARK = "figure ";

  private Probe() {}

  /**
   * Prints the figure.
   *
   * @param arguments the id of the row and the name of the peer
   */
  public static void main(String[] arguments) throws Exception {
    Peer peer = Peer.valueOf(arguments[1]);
    Row row = Rows.named(arguments[0]);
    if (row.metric() == Metric.HEAP || row.metric() == Metric.LATENCY) {
      // Code that is not compiled yet is slow, and its frames are large and stay as they are.
      long unused = run(row.body(peer));
    }
    System.out.println(MARK + run(row.body(peer)));
    System.exit(0); // the libraries' schedulers have threads that go on
  }

  private static long run(Body body) throws Exception {
    body.open();
    try {
      return body.run();
    } finally {
      body.close();
    }
  }

  static double measure(Row row, Peer peer) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(peer.jvmArguments());
    if (row.metric() == Metric.HEAP) {
      command.add("-XX:+UseSerialGC"); // leaves nothing for later
    }
    command.addAll(
        List.of(
            "-classpath",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            row.id(),
            peer.name()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    double figure = Double.NaN;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(MARK)) {
          figure = Double.parseDouble(line.substring(MARK.length()));
        }
        said.append(line).append('\n');
      }
    }
    if (process.waitFor() != 0 || Double.isNaN(figure)) {
      throw new IOException(row.id() + " of " + peer + " failed:\n" + said);
    }
    return figure;
  }
}
