// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A report for people. */
final class TextReport {
  private static final int PAGES_NAMED = 5;

  private final Report report;
  private final PrintWriter out;

  private TextReport(Report report, PrintWriter out) {
    this.report = report;
    this.out = out;
  }

  static void print(Report report, PrintWriter out) {
    TextReport text = new TextReport(report, out);
    text.brokenLinks();
    text.slowest();
    text.summary();
    out.flush();
  }

  @FormatMethod
  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  private void brokenLinks() {
    if (report.brokenLinks().isEmpty()) {
      return;
    }
    line("Broken links");
    for (BrokenLink broken : report.brokenLinks()) {
      line("  %s", broken.target());
      line("    %s", broken.reason());
      List<String> pages = broken.pages();
      pages.stream().limit(PAGES_NAMED).forEach(page -> line("    named by %s", page));
      if (pages.size() > PAGES_NAMED) {
        line("    and by %s more", Text.count(pages.size() - PAGES_NAMED, "page", "pages"));
      }
    }
    line("");
  }

  private void slowest() {
    if (report.slowest().isEmpty()) {
      return;
    }
    line("Slowest pages");
    for (Report.Slow slow : report.slowest()) {
      line("  %6.0f ms  %9s  %s", slow.millis(), Text.bytes(slow.bytes()), slow.address());
    }
    line("");
  }

  private void summary() {
    line("%s%s", report.site(), report.complete() ? "" : ": interrupted; this is what was found");
    line("  pages      %,d, and %s", report.pages(), files());
    line(
        "  links      %,d, %,d of them to other hosts%s",
        report.links(), report.externalLinks(), note());
    line("  redirects  %,d", report.redirects());
    line("  broken     %,d", report.brokenLinks().size());
    if (report.unchecked() > 0) {
      line("  unchecked  %s", Text.count(report.unchecked(), "address", "addresses"));
    }
    line(
        "  time       %.1f s for %s; %.0f visits a second, %.0f at best",
        report.seconds(),
        Text.bytes(report.bytes()),
        report.visitsPerSecond(),
        report.bestVisitsPerSecond());
  }

  private String files() {
    return Text.count(report.files(), "other file", "other files");
  }

  private String note() {
    boolean leftOut = report.externalLinks() > 0 && !report.externalChecked();
    return leftOut ? " (not checked; --external does)" : "";
  }
}
