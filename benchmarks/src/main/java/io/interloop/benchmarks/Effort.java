// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

/** How long each peer works on a row. */
enum Effort {
  /** For the table. */
  WHOLE(2, 8, 5, 500),
  /** For a look: the ratios are about right. */
  QUICK(1, 8, 3, 300),
  /** To see that each row works; the figures say little. */
  CHECK(1, 1, 1, 100);

  final int forks;
  final int warmups;
  final int rounds;
  final int millis;

  Effort(int forks, int warmups, int rounds, int millis) {
    this.forks = forks;
    this.warmups = warmups;
    this.rounds = rounds;
    this.millis = millis;
  }
}
