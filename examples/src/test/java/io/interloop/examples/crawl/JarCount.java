// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a crawl of a jar has to find, counted with none of the crawler's code: breadth first through
 * the entries, no server, no URL.
 */
final class JarCount {
  final Set<String> pages = new TreeSet<>();
  final Set<String> files = new TreeSet<>();
  final Set<String> missing = new TreeSet<>();
  int links;
  int externalLinks;

  static JarCount of(String jar, String start) throws IOException {
    JarCount count = new JarCount();
    try (JarFile entries = new JarFile(jar)) {
      count.walk(entries, start);
    }
    return count;
  }

  private void walk(JarFile jar, String start) throws IOException {
    Deque<String> waiting = new ArrayDeque<>(List.of(start));
    pages.add(start);
    while (!waiting.isEmpty()) {
      String page = waiting.remove();
      for (String link : linksOf(jar, page)) {
        if (link.matches("(?i)(javascript|mailto|data):.*")) {
          continue;
        }
        links++;
        if (link.matches("(?i)(https?:)?//.*")) {
          externalLinks++;
          continue;
        }
        String entry = resolve(page, link);
        if (jar.getEntry(entry) == null) {
          missing.add("/" + entry);
        } else if (!entry.endsWith(".html")) {
          files.add(entry);
        } else if (pages.add(entry)) {
          waiting.add(entry);
        }
      }
    }
  }

  private static List<String> linksOf(JarFile jar, String page) throws IOException {
    try (InputStream body = jar.getInputStream(jar.getEntry(page))) {
      Document html = Jsoup.parse(body, null, "");
      List<String> links = new ArrayList<>();
      for (Element element : html.getAllElements()) {
        switch (element.tagName()) {
          case "a", "area", "link" -> addIfPresent(links, element, "href");
          case "frame", "iframe", "script", "img" -> addIfPresent(links, element, "src");
          default -> {}
        }
      }
      return links;
    }
  }

  private static void addIfPresent(List<String> links, Element element, String attribute) {
    if (element.hasAttr(attribute)) {
      links.add(element.attr(attribute).trim());
    }
  }

  private static String resolve(String page, String link) {
    String path = link.replaceFirst("[?#].*", "");
    if (path.isEmpty()) {
      return page;
    }
    List<String> parts = new ArrayList<>(List.of(page.split("/")));
    parts.removeLast();
    for (String part : path.split("/", -1)) {
      switch (part) {
        case "." -> {}
        case ".." -> parts.removeLast();
        default -> parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
