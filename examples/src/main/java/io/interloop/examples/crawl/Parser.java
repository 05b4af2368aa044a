// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Reads the links and the anchors of pages: work for the CPU, and so none for the loop. */
final class Parser {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** All that a page needs or offers; a preconnect names a host, not something to load. */
  private static final String LINKS =
      "a[href], area[href], link[href]:not([rel~=(?i)preconnect|dns-prefetch]),"
          + " frame[src], iframe[src], script[src], img[src]";

  private final Scope scope;

  Parser(Scope scope) {
    this.scope = scope;
  }

  /**
   * Parses on all cores. It asks for one page per core and one to follow, so that no more than
   * those are in memory, however fast they come.
   */
  Flowable<Document> parse(Flowable<Page> pages) {
    return pages
        .parallel(THREADS, /* prefetch= */ 1)
        .runOn(Schedulers.computation(), /* prefetch= */ 1)
        .map(this::parse)
        .sequential(/* prefetch= */ 1);
  }

  Document parse(Page page) {
    try (InputStream body = new ByteArrayInputStream(page.body())) {
      return read(page, Jsoup.parse(body, known(page.charset()), page.address().toString()));
    } catch (IOException failure) {
      return Document.unreadable(page.address(), "no readable HTML: " + failure.getMessage());
    }
  }

  private Document read(Page page, org.jsoup.nodes.Document html) {
    List<Target> links = new ArrayList<>();
    List<String> malformed = new ArrayList<>();
    for (Element element : html.select(LINKS)) {
      String attribute = element.hasAttr("href") ? "href" : "src";
      String link = element.absUrl(attribute);
      if (Address.isHttp(link)) {
        try {
          links.add(target(link));
        } catch (URISyntaxException failure) {
          malformed.add(element.attr(attribute));
        }
      } else if (link.isEmpty()) {
        malformed.add(element.attr(attribute));
      }
    }
    return new Document(page.address(), links, malformed, anchors(html), null);
  }

  private Target target(String link) throws URISyntaxException {
    int hash = link.indexOf('#');
    String fragment = hash < 0 || hash == link.length() - 1 ? null : link.substring(hash + 1);
    return new Target(scope.canonical(Address.of(link)), fragment);
  }

  private static Set<String> anchors(org.jsoup.nodes.Document html) {
    Set<String> anchors = new HashSet<>();
    html.select("[id]").forEach(element -> anchors.add(element.id()));
    html.select("a[name]").forEach(element -> anchors.add(element.attr("name")));
    return anchors;
  }

  /** A charset that nobody knows is none: jsoup then looks into the page. */
  private static @Nullable String known(@Nullable String charset) {
    try {
      return charset != null && Charset.isSupported(charset) ? charset : null;
    } catch (IllegalCharsetNameException failure) {
      return null;
    }
  }
}
