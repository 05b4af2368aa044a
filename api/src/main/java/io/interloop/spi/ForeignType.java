// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

/**
 * A type of another library that converts to the hub and back: a description and two functions.
 * Whatever is described so converts to and from every other type that is.
 *
 * @param <F> the type, with its parameter: {@code Single<Object>}
 * @see ForeignTypes
 */
public sealed interface ForeignType<F> permits OneValueType, ManyValuesType {

  /** Returns the class by which the type is found. */
  Class<? super F> type();

  /** Returns what the type is like. */
  Traits traits();
}
