// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.io.PrintWriter;
import java.time.Duration;

/** Tells whoever waits how far we are. Called on the loop. */
interface Progress extends AutoCloseable {

  /** Returns how often {@link #show} wants to be called. */
  Duration interval();

  /**
   * Shows the state.
   *
   * @param now what has been done
   * @param known how many addresses there are to visit, as far as we know
   */
  void show(Statistics now, int known);

  @Override
  void close();

  /**
   * Returns a bar for a terminal, lines for anything else.
   *
   * @param err where the lines go
   */
  static Progress of(PrintWriter err) {
    return Terminal.isThere() ? new ProgressBar() : new ProgressLines(err);
  }
}
