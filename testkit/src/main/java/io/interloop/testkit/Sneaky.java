// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

/** Throws any throwable as it is, where the compiler sees only unchecked ones. */
final class Sneaky {

  private Sneaky() {}

  /** Never returns; the type lets a caller write {@code throw}. */
  static RuntimeException asIs(Throwable failure) {
    throw Sneaky.<RuntimeException>cast(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X cast(Throwable failure) throws X {
    throw (X) failure;
  }
}
