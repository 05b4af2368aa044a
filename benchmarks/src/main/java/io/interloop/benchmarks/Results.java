// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, as it stands in results.json.
 *
 * @param rows in the order of the table
 */
record Results(List<Measured> rows) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** One core of the measuring itself, and half of another. */
  private static final double BUSY = 1.5;

  /**
   * A row, all of whose peers were measured one after the other.
   *
   * @param id the row
   * @param title what is done
   * @param unit what the figures are
   * @param effort how long each peer worked
   * @param when the day and the time
   * @param load the machine's load average before; much above 0 is a warning
   * @param machine what the peers ran on
   * @param figures what came out
   */
  record Measured(
      String id,
      String title,
      String unit,
      Effort effort,
      String when,
      double load,
      Map<String, String> machine,
      Map<Peer, Figure> figures) {

    String group() {
      return id.substring(0, id.indexOf('/'));
    }

    @Nullable Figure of(Peer peer) {
      return figures.get(peer);
    }

    /**
     * Returns whether others used the machine at the same time. The mean measures them, too, then,
     * and the best is nearer to the truth.
     */
    boolean busy() {
      return load > BUSY;
    }

    /** Returns by what the peers are compared, or null if this one was not measured. */
    @Nullable Double cost(Peer peer) {
      Figure figure = figures.get(peer);
      if (figure == null) {
        return null;
      }
      return busy() && figure.best() != null ? figure.best() : figure.value();
    }
  }

  /**
   * One peer's figure.
   *
   * @param value the mean
   * @param error half of its 99.9 % confidence interval, or null if there was one round only
   * @param bytes what was allocated for one operation, where that is known
   * @param best what it takes at the most on a machine that does nothing else: the shortest run, or
   *     the time of the processors, whichever is less, for one operation
   */
  record Figure(
      double value, @Nullable Double error, @Nullable Double bytes, @Nullable Double best) {}

  static Results read(Path directory) throws IOException {
    Path file = directory.resolve("results.json");
    return Files.exists(file)
        ? JSON.readValue(file.toFile(), Results.class)
        : new Results(List.of());
  }

  /** Returns these results with a row in the place of its former self. */
  Results with(Measured row) {
    List<String> order = Rows.all(Scale.TINY).stream().map(Row::id).toList();
    List<Measured> all = new ArrayList<>(rows);
    all.removeIf(former -> former.id().equals(row.id()) || !order.contains(former.id()));
    all.add(row);
    all.sort(Comparator.comparingInt(one -> order.indexOf(one.id())));
    return new Results(List.copyOf(all));
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    JSON.writeValue(directory.resolve("results.json").toFile(), this);
  }
}
