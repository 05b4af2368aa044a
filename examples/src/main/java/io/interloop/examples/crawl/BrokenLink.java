// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.util.List;

/**
 * A link that leads nowhere.
 *
 * @param kind in which way
 * @param target what it names, as the report calls it
 * @param reason what is wrong with it
 * @param pages the pages that name it
 */
record BrokenLink(Kind kind, String target, String reason, List<String> pages) {

  /** The ways in which a link can be broken. */
  enum Kind {
    /** There is nothing at the address, or nobody answers. */
    ADDRESS,
    /** The page is there, the place on it is not. */
    FRAGMENT,
    /** The address leads to itself, or from one to the next without end. */
    REDIRECTS,
    /** It is no address. */
    MALFORMED
  }
}
