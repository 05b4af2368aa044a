// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A page as it came from the server.
 *
 * @param address where it is
 * @param body its bytes
 * @param charset what the server says they are, or null if it leaves that to the page
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Page(URI address, byte[] body, @Nullable String charset) {

  @Override
  public String toString() {
    return "Page(" + address + ", " + body.length + " bytes)";
  }
}
