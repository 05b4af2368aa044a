// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import io.interloop.examples.crawl.Visit.File;
import java.time.Duration;
import java.util.List;

/**
 * What a crawl has found.
 *
 * @param site what the user asked for
 * @param start where the crawl began
 * @param complete whether it came to its end
 * @param seconds how long it took
 * @param pages how many pages were read
 * @param files how many other things of the site are there
 * @param bytes how much was read
 * @param links how many links the pages have, each as often as it stands there
 * @param externalLinks how many of them lead to other hosts
 * @param externalChecked whether those were checked
 * @param redirects how many addresses redirect
 * @param unchecked how many addresses were not visited, though they should have been
 * @param brokenLinks the links that lead nowhere
 * @param slowest the visits that took longest
 * @param visitsPerSecond the mean rate of visits
 * @param bestVisitsPerSecond the rate in the best window
 */
record Report(
    String site,
    String start,
    boolean complete,
    double seconds,
    int pages,
    int files,
    long bytes,
    int links,
    int externalLinks,
    boolean externalChecked,
    int redirects,
    int unchecked,
    List<BrokenLink> brokenLinks,
    List<Slow> slowest,
    double visitsPerSecond,
    double bestVisitsPerSecond) {

  /**
   * A visit that took long.
   *
   * @param address of what
   * @param millis how long
   * @param bytes how much was read
   */
  record Slow(String address, double millis, int bytes) {}

  static Report of(Site site, Findings findings, Duration time, boolean complete) {
    Scope scope = findings.scope();
    Statistics statistics = findings.statistics();
    Judge judge = new Judge(findings);
    double seconds = time.toNanos() / 1e9;
    return new Report(
        site.name(),
        scope.home().toString(),
        complete,
        seconds,
        findings.pages(),
        findings.count(File.class, true),
        statistics.bytes(),
        findings.links(),
        findings.externalLinks(),
        scope.external(),
        findings.redirects(),
        judge.unchecked(),
        judge.broken(),
        statistics.slowest().stream().map(visit -> slow(scope, visit)).toList(),
        statistics.visits() / seconds,
        statistics.bestRate());
  }

  private static Slow slow(Scope scope, Visit visit) {
    return new Slow(scope.nameOf(visit.address()), visit.took().toNanos() / 1e6, visit.bytes());
  }
}
