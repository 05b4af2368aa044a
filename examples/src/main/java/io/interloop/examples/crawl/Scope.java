// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.net.URI;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a crawl goes.
 *
 * @param home the start page; what has its scheme, host and port is the site
 * @param external whether addresses of other hosts are checked too
 * @param ignoreQuery whether addresses of the site that differ in the query only are one page
 * @param limit how many addresses are visited at the most
 */
record Scope(URI home, boolean external, boolean ignoreQuery, int limit) {

  boolean isInside(URI address) {
    return Objects.equals(home.getScheme(), address.getScheme())
        && Objects.equals(home.getRawAuthority(), address.getRawAuthority());
  }

  /** Returns the address under which a page is known. */
  URI canonical(URI address) {
    return ignoreQuery && isInside(address) ? Address.withoutQuery(address) : address;
  }

  /** Returns this scope for a site that turned out to live elsewhere. */
  Scope movedTo(URI newHome) {
    return new Scope(newHome, external, ignoreQuery, limit);
  }

  /** Returns what to call an address in a report: its path, if it is one of the site. */
  String nameOf(URI address) {
    if (!isInside(address)) {
      return address.toString();
    }
    String query = address.getRawQuery();
    return query == null ? address.getRawPath() : address.getRawPath() + "?" + query;
  }

  /** Returns what to call a chain of redirects. */
  String route(Collection<URI> way, URI end) {
    return Stream.concat(way.stream(), Stream.of(end))
        .map(this::nameOf)
        .collect(Collectors.joining(" -> "));
  }
}
