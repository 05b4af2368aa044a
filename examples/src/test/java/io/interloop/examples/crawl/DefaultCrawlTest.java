// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The crawl of RxJava's Javadoc, beside a count by other means. */
class DefaultCrawlTest {

  private static final String JAR =
      Arrays.stream(
              System.getProperty("java.class.path").split(System.getProperty("path.separator")))
          .filter(path -> path.matches(".*rxjava-[0-9.]+-javadoc.jar"))
          .findAny()
          .orElseThrow();

  @Test
  void theDefaultCrawlVisitsEveryPageThatCanBeReached() throws Exception {
    JarCount expected = JarCount.of(JAR, "index.html");
    assertThat(expected.pages).hasSizeGreaterThan(190);

    JsonNode report = CrawlRun.report();

    assertThat(
            List.of(
                report.get("complete").asBoolean(),
                report.get("pages").asInt(),
                report.get("files").asInt(),
                report.get("links").asInt(),
                report.get("externalLinks").asInt(),
                report.get("unchecked").asInt()))
        .isEqualTo(
            List.of(
                true,
                expected.pages.size(),
                expected.files.size(),
                expected.links,
                expected.externalLinks,
                0));
    assertThat(CrawlRun.elements(report.get("brokenLinks")))
        .extracting(link -> link.get("target").asText())
        .containsExactlyElementsOf(expected.missing);
  }

  @Test
  void theJarMayBeNamedAsWell() {
    JsonNode report = CrawlRun.report(JAR, "--limit", 20, "--concurrency", 3);

    assertThat(report.get("site").asText()).endsWith("-javadoc.jar");
    assertThat(report.get("pages").asInt() + report.get("files").asInt()).isEqualTo(20);
    assertThat(report.get("unchecked").asInt()).isPositive();
  }
}
