// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/**
 * Throws a stored exception as it is. A future rethrows the very object it failed with, whatever
 * its type; the compiler has to be told that this is meant.
 */
final class Rethrow {

  private Rethrow() {}

  /** Never returns; the type lets a caller write {@code throw}. */
  static RuntimeException asIs(Throwable failure) {
    throw Rethrow.<RuntimeException>cast(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X cast(Throwable failure) throws X {
    throw (X) failure;
  }
}
