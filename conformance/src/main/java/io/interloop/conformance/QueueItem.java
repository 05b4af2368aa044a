// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.conformance.Exceptions.PythonError;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A value in a queue, in Python's order: numbers by size, strings by code point, else none. */
record QueueItem(@Nullable Object value) implements Comparable<QueueItem> {

  @Override
  public int compareTo(QueueItem other) {
    if (value instanceof String mine && other.value instanceof String theirs) {
      int[] left = mine.codePoints().toArray();
      return java.util.Arrays.compare(left, theirs.codePoints().toArray());
    }
    return number(value).compareTo(number(other.value));
  }

  private static BigDecimal number(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    } else if (value instanceof Number number) {
      return new BigDecimal(number.toString());
    }
    throw PythonError.type("'<' not supported: " + value);
  }
}
