// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

/** How many values something asynchronous can have. */
public enum Cardinality {
  /** It ends, and that is all. */
  NONE("no value"),
  /** A value, or none. */
  OPTIONAL("at most one value"),
  /** A value, which may be null where the type allows that. */
  ONE("one value"),
  /** Any number of values, one after the other. */
  MANY("many values");

  private final String words;

  Cardinality(String words) {
    this.words = words;
  }

  /** Returns this in words, for messages: "at most one value". */
  public String words() {
    return words;
  }
}
