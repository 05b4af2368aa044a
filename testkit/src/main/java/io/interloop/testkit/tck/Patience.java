// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit.tck;

import org.reactivestreams.tck.TestEnvironment;

/** How long the TCK waits, in milliseconds: on machines that do much else, too. */
final class Patience {
  private static final int FOR_SIGNALS = 2000;
  private static final int FOR_NO_SIGNALS = 50;
  private static final int BETWEEN_POLLS = 500;

  private Patience() {}

  static TestEnvironment environment() {
    return new TestEnvironment(FOR_SIGNALS, FOR_NO_SIGNALS, BETWEEN_POLLS);
  }
}
