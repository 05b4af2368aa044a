// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

/** The user asked for what cannot be done; the message says why, in one line. */
final class BadInput extends Exception {
  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }
}
