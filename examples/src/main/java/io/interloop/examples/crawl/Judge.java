// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import io.interloop.examples.crawl.BrokenLink.Kind;
import io.interloop.examples.crawl.Visit.Failure;
import io.interloop.examples.crawl.Visit.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says which links are broken, from the facts alone. */
final class Judge {
  /** As many as browsers follow. */
  static final int MAX_REDIRECTS = 20;

  /** What is wrong with a target. */
  private record Fault(Kind kind, String target, String reason) {}

  private final Findings findings;
  private final Scope scope;
  private final Map<Fault, Set<String>> pages = new LinkedHashMap<>();
  private final Set<URI> unchecked = new LinkedHashSet<>();

  Judge(Findings findings) {
    this.findings = findings;
    this.scope = findings.scope();
    findings.named().forEach((target, from) -> blame(judge(target), from));
    findings
        .malformed()
        .forEach((text, from) -> blame(new Fault(Kind.MALFORMED, text, "malformed address"), from));
  }

  private void blame(@Nullable Fault fault, Set<URI> from) {
    if (fault != null) {
      Set<String> names = pages.computeIfAbsent(fault, unseen -> new TreeSet<>());
      from.forEach(page -> names.add(scope.nameOf(page)));
    }
  }

  /** Returns the broken links, by kind and then by target. */
  List<BrokenLink> broken() {
    List<BrokenLink> broken = new ArrayList<>();
    pages.forEach((fault, names) ->
        broken.add(
            new BrokenLink(fault.kind(), fault.target(), fault.reason(), List.copyOf(names))));
    broken.sort(Comparator.comparing(BrokenLink::kind).thenComparing(BrokenLink::target));
    return broken;
  }

  /** Returns how many addresses were to be visited, and were not. */
  int unchecked() {
    return unchecked.size();
  }

  private @Nullable Fault judge(Target target) {
    Set<URI> way = new LinkedHashSet<>();
    URI address = target.address();
    Visit visit = findings.visit(address);
    while (visit != null && visit.found() instanceof Redirect redirect) {
      way.add(address);
      address = scope.canonical(redirect.to());
      if (way.contains(address)) {
        return fault(Kind.REDIRECTS, target, "redirect loop: " + scope.route(way, address));
      }
      if (way.size() > MAX_REDIRECTS) {
        return fault(Kind.REDIRECTS, target, "more than " + MAX_REDIRECTS + " redirects");
      }
      visit = findings.visit(address);
    }
    if (visit == null) {
      if (scope.isInside(address) || scope.external()) {
        unchecked.add(address);
      }
      return null;
    }
    String detour = way.isEmpty() ? "" : ", after " + scope.route(way, address);
    if (visit.found() instanceof Failure failure) {
      return fault(Kind.ADDRESS, target, failure.reason() + detour);
    }
    Document document = findings.document(address);
    if (document != null && document.problem() != null) {
      return fault(Kind.ADDRESS, target, document.problem() + detour);
    }
    if (document != null && !has(document, target.fragment())) {
      String name = scope.nameOf(target.address()) + "#" + target.fragment();
      return new Fault(Kind.FRAGMENT, name, "no such place on the page" + detour);
    }
    return null;
  }

  private Fault fault(Kind kind, Target target, String reason) {
    return new Fault(kind, scope.nameOf(target.address()), reason);
  }

  /** As browsers do it: as it stands, then decoded; and every page has a top. */
  private static boolean has(Document document, @Nullable String fragment) {
    return fragment == null
        || document.anchors().contains(fragment)
        || document.anchors().contains(Address.decode(fragment))
        || fragment.toLowerCase(Locale.ROOT).equals("top")
        || fragment.startsWith(":~:");
  }
}
