// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.net.URI;
import java.time.Duration;

/**
 * One request, and what came of it.
 *
 * @param address what was asked for
 * @param found what is there
 * @param bytes how many of them were read
 * @param took the time from the request to the last byte
 */
record Visit(URI address, Found found, int bytes, Duration took) {

  /** What is at an address. */
  sealed interface Found {}

  /** A page: its links will be followed. */
  record Html() implements Found {}

  /** Something else: an image, a script. Only its head was read. */
  record File() implements Found {}

  /** The name of another address. */
  record Redirect(URI to) implements Found {}

  /** Nothing usable, for a reason. */
  record Failure(String reason) implements Found {}
}
