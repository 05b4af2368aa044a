// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.conformance.Exceptions.PythonError;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a program, with Python's way of refusing: KeyError for one that is not set,
 * AttributeError for one that holds something without the method asked for. A variable can be set
 * to null: one whose task is being started eagerly is.
 */
final class Variables {
  private final Map<String, @Nullable Object> values = new HashMap<>();

  void set(String name, @Nullable Object value) {
    values.put(name, value);
  }

  boolean isSet(String name) {
    return values.containsKey(name);
  }

  /** Returns a value, or null if the variable is not set. */
  @Nullable Object get(String name) {
    return values.get(name);
  }

  /**
   * Returns a value of a type.
   *
   * @throws PythonError if the variable is not set, or holds something else
   */
  <T> T require(String name, Class<T> type) {
    if (!isSet(name)) {
      throw PythonError.key(name);
    }
    return cast(name, values.get(name), type);
  }

  /**
   * Returns a value of a type, or null if the variable is not set.
   *
   * @throws PythonError if it holds something else
   */
  <T> @Nullable T ifSet(String name, Class<T> type) {
    Object value = values.get(name);
    return value == null ? null : cast(name, value, type);
  }

  private static <T> T cast(String name, @Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw PythonError.attribute("'" + name + "' is no " + type.getSimpleName() + ": " + value);
    }
    return type.cast(value);
  }
}
