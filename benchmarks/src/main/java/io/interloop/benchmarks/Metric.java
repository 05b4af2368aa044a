// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

/** What a row's figures are. */
enum Metric {
  /** Nanoseconds for one operation, on average, and the bytes allocated for it; taken by JMH. */
  TIME("ns"),
  /** A median in nanoseconds that the body takes itself. */
  LATENCY("ns"),
  /** Bytes of heap for each of many, taken by the body. */
  HEAP("bytes"),
  /** Milliseconds for the whole, taken by the body. */
  DURATION("ms"),
  /** The largest resident set of the process in MiB, taken by the body. */
  RESIDENT("MiB");

  private final String unit;

  Metric(String unit) {
    this.unit = unit;
  }

  String unit() {
    return unit;
  }
}
