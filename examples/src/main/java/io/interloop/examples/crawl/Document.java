// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page says, as far as links go.
 *
 * @param address where it is
 * @param links what it links to, in order, as often as it does
 * @param malformed links that are no addresses
 * @param anchors the places on it that a fragment can name
 * @param problem why it says nothing at all, or null if it could be read
 */
record Document(
    URI address,
    List<Target> links,
    List<String> malformed,
    Set<String> anchors,
    @Nullable String problem) {

  static Document unreadable(URI address, String problem) {
    return new Document(address, List.of(), List.of(), Set.of(), problem);
  }
}
