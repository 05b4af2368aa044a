// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

/** When the work behind an object of a foreign type begins, and for whom. */
public enum Start {
  /** Hot: it runs anyway, and all who wait share it. */
  RUNNING("hot"),
  /** Cold: it begins anew for each subscriber. */
  PER_SUBSCRIBER("cold"),
  /** It begins when it is read, and can be read once. */
  ONCE("read once");

  private final String words;

  Start(String words) {
    this.words = words;
  }

  /** Returns this in words, for messages: "cold". */
  public String words() {
    return words;
  }
}
