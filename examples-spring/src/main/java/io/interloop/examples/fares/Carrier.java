// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import io.interloop.Awaitable;

/** Somebody who takes people from here to there for money. */
interface Carrier {

  String name();

  /** Returns a coroutine that asks for the fare in euros. */
  Awaitable<Integer> fare(Trip trip);
}
