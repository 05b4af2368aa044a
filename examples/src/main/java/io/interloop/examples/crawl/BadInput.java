// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

/** The user asked for what cannot be done; the message says why, in one line. */
final class BadInput extends Exception {
  private static final long serialVersionUID = 1L;

  private final String complaint;

  BadInput(String complaint) {
    super(complaint);
    this.complaint = complaint;
  }

  /** Returns the message, which is never null. */
  String complaint() {
    return complaint;
  }
}
