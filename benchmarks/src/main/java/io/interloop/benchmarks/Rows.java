// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** All rows. Who adds a class of rows adds it here. */
final class Rows {
  private Rows() {}

  static List<Row> all(Scale scale) {
    return Stream.of(
            Switching.rows(scale),
            Spawning.rows(scale),
            Queueing.rows(scale),
            Callbacks.rows(scale),
            Timers.rows(scale),
            Cancelling.rows(scale),
            ToHub.rows(scale),
            FromHub.rows(scale),
            RoundTrips.rows(scale),
            Streams.rows(scale),
            ForeignThread.rows(scale),
            Footprint.rows(scale),
            Sleepers.rows(scale))
        .flatMap(rows -> rows)
        .toList();
  }

  static Row named(String id) {
    return all(Scale.FULL).stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row is named " + id));
  }
}
