// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

/** A row's work as one peer does it, once or again and again. */
@FunctionalInterface
interface Body {

  /** Starts what all the runs share, such as an event loop. */
  default void open() throws Exception {}

  /**
   * Does the work.
   *
   * @return in a row that is timed, the result, by which one sees that the work was done; in one
   *     that measures itself, the figure
   */
  long run() throws Exception;

  /** Ends what {@link #open()} has started. */
  default void close() throws Exception {}
}
