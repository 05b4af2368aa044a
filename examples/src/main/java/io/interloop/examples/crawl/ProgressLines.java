// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A line each second. */
final class ProgressLines implements Progress {
  private final PrintWriter err;

  ProgressLines(PrintWriter err) {
    this.err = err;
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void show(Statistics now, int known) {
    if (now.visits() == 0) {
      return;
    }
    err.println(
        String.format(
            Locale.ROOT,
            "%,d of %,d visited, %,d failed, %s",
            now.visits(),
            known,
            now.failures(),
            Text.bytes(now.bytes())));
    err.flush();
  }

  @Override
  public void close() {}
}
