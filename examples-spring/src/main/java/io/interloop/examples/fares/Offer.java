// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier said.
 *
 * @param carrier who
 * @param euros the fare, or null if there is none
 * @param problem why there is none, or null
 */
record Offer(String carrier, @Nullable Integer euros, @Nullable String problem) {

  static Offer of(String carrier, int euros) {
    return new Offer(carrier, euros, null);
  }

  static Offer none(String carrier, String problem) {
    return new Offer(carrier, null, problem);
  }
}
