// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

/** How much of its work a row does. */
enum Scale {
  /** As the row says: to measure. */
  FULL,
  /** Next to nothing: to see that it works. */
  TINY;

  private static final int LITTLE = 20;

  int of(int count) {
    return this == FULL ? count : Math.min(count, LITTLE);
  }
}
