// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import io.interloop.examples.crawl.Visit.Redirect;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a crawl, as far as it has come: who links to what, and what is there. They are not
 * judged before the end, since a fragment may be named long before its page is read. Written on the
 * loop; read when that has ended.
 */
final class Findings {
  private final Map<URI, Visit> visits = new LinkedHashMap<>();
  private final Map<URI, Document> documents = new LinkedHashMap<>();

  /** The pages that name a target. */
  private final Map<Target, Set<URI>> named = new LinkedHashMap<>();

  private final Map<String, Set<URI>> malformed = new LinkedHashMap<>();

  private Scope scope;
  private int links;
  private int externalLinks;
  private Statistics statistics = Statistics.NONE;

  Findings(Scope scope) {
    this.scope = scope;
  }

  // ---- written by the crawler

  /** The crawl begins: where the start page was found. */
  void startsAt(Scope found) {
    scope = found;
  }

  void visited(Visit visit) {
    visits.put(visit.address(), visit);
  }

  void read(Document document) {
    URI page = document.address();
    documents.put(page, document);
    for (Target target : document.links()) {
      links++;
      if (!scope.isInside(target.address())) {
        externalLinks++;
      }
      named.computeIfAbsent(target, unseen -> new LinkedHashSet<>()).add(page);
    }
    for (String text : document.malformed()) {
      links++;
      malformed.computeIfAbsent(text, unseen -> new LinkedHashSet<>()).add(page);
    }
  }

  void measured(Statistics latest) {
    statistics = latest;
  }

  // ---- read by the judge and the report

  Scope scope() {
    return scope;
  }

  @Nullable Visit visit(URI address) {
    return visits.get(address);
  }

  @Nullable Document document(URI address) {
    return documents.get(address);
  }

  Map<Target, Set<URI>> named() {
    return named;
  }

  Map<String, Set<URI>> malformed() {
    return malformed;
  }

  int links() {
    return links;
  }

  int externalLinks() {
    return externalLinks;
  }

  Statistics statistics() {
    return statistics;
  }

  int pages() {
    return documents.size();
  }

  /** Returns how many visits found a thing of a kind, within the site or outside. */
  int count(Class<? extends Visit.Found> kind, boolean inside) {
    return (int)
        visits.values().stream()
            .filter(v -> kind.isInstance(v.found()) && scope.isInside(v.address()) == inside)
            .count();
  }

  int redirects() {
    return count(Redirect.class, true) + count(Redirect.class, false);
  }
}
