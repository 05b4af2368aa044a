// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a link names.
 *
 * @param address the page, without the fragment
 * @param fragment the place on the page, or null for its beginning
 */
record Target(URI address, @Nullable String fragment) {

  @Override
  public String toString() {
    return fragment == null ? address.toString() : address + "#" + fragment;
  }
}
