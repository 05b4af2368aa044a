// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;

/** What happened, in order: one list to assert at the end of a test. Any thread may add to it. */
public final class Trail {
  private final List<String> entries = new CopyOnWriteArrayList<>();

  /** Creates an empty trail. */
  public Trail() {}

  /**
   * Adds an entry.
   *
   * @param entry what happened
   */
  public void add(String entry) {
    entries.add(entry);
  }

  /** Returns what happened so far. */
  public List<String> entries() {
    return List.copyOf(entries);
  }

  /**
   * Asserts that exactly this happened, in this order.
   *
   * @param expected all entries
   */
  public void assertIs(String... expected) {
    Assertions.assertThat(entries).containsExactly(expected);
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
