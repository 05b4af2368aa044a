// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as its user meets it: arguments, output, exit codes. */
class CommandTest {
  @TempDir private Path directory;

  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static void assertRefused(String complaint, Object... arguments) {
    assertThat(CrawlRun.of(arguments))
        .isEqualTo(new CrawlRun(2, "", "crawl: " + complaint + System.lineSeparator()));
  }

  @Test
  void theReportSaysWhatIsBrokenAndHowMuchWasSeen() {
    site.page("/", "<a href=/missing>1</a><a href='/a#x'>2</a><a href=http://other.test/>3</a>");
    site.page("/a", "");

    CrawlRun run = CrawlRun.of(site.address("/"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsSequence(
            "Broken links",
            "  /missing",
            "    404 Not Found",
            "    named by /",
            "  /a#x",
            "    no such place on the page",
            "    named by /",
            "",
            "Slowest pages")
        .containsSequence(
            site.address("/"),
            "  pages      2, and 0 other files",
            "  links      3, 1 of them to other hosts (not checked; --external does)",
            "  redirects  0",
            "  broken     2");
    assertThat(run.err().lines()).last().asString().startsWith("3 of 3 visited, 1 failed");
  }

  @Test
  void brokenLinksAreAFailureIfTheUserSaysSo() {
    site.page("/", "<a href=/missing>1</a>");
    assertThat(CrawlRun.of(site.address("/"), "--fail-on-broken").exitCode()).isEqualTo(1);

    site.page("/missing", "");
    assertThat(CrawlRun.of(site.address("/"), "--fail-on-broken").exitCode()).isZero();
  }

  @Test
  void theJsonReportHasTheSameAsTheText() throws Exception {
    site.page("/", "<a href=/missing>1</a>");
    Path file = directory.resolve("report.json");

    CrawlRun run = CrawlRun.of(site.address("/"), "--json", file);

    assertThat(run.exitCode()).isZero();
    assertThat(CrawlRun.json(file).fieldNames())
        .toIterable()
        .containsExactly(
            "site",
            "start",
            "complete",
            "seconds",
            "pages",
            "files",
            "bytes",
            "links",
            "externalLinks",
            "externalChecked",
            "redirects",
            "unchecked",
            "brokenLinks",
            "slowest",
            "visitsPerSecond",
            "bestVisitsPerSecond");
    assertThat(CrawlRun.broken(CrawlRun.json(file)))
        .containsExactly("ADDRESS /missing: 404 Not Found, from /");
    assertThat(CrawlRun.elements(CrawlRun.json(file).get("slowest")))
        .extracting(slow -> slow.get("address").asText())
        .containsExactlyInAnyOrder("/", "/missing");
    assertThat(CrawlRun.json(file).get("seconds").asDouble()).isPositive();
  }

  @Test
  void aDirectoryIsServed() throws Exception {
    Files.writeString(
        directory.resolve("index.html"),
        "<a href='a%20b.html?x#y'>1</a><a href=sub>2</a><a href=style.css>3</a>"
            + "<a href='../outside'>4</a>");
    Files.writeString(directory.resolve("a b.html"), "<p id=y>");
    Files.createDirectory(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/index.html"), "<a href='./'>1</a><a href='/'>2</a>");
    Files.writeString(directory.resolve("style.css"), "");

    CrawlRun run = CrawlRun.of(directory);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsSequence("Broken links", "  /outside", "    404 Not Found")
        .containsSequence(
            directory.getFileName().toString(),
            "  pages      3, and 1 other file",
            "  links      6, 0 of them to other hosts",
            "  redirects  3",
            "  broken     1");
  }

  @Test
  void aJarIsServed() throws Exception {
    Path jar = directory.resolve("pages.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new ZipEntry("index.html"));
      entries.write("<a href=sub/a.html>1</a>".getBytes(UTF_8));
      entries.putNextEntry(new ZipEntry("sub/a.html"));
      entries.write("<a href=..>1</a>".getBytes(UTF_8));
    }

    assertThat(CrawlRun.of(jar).out().lines())
        .containsSequence(
            "pages.jar",
            "  pages      2, and 0 other files",
            "  links      2, 0 of them to other hosts",
            "  redirects  1",
            "  broken     0");
  }

  @Test
  void whatIsNoSiteIsRefused() throws Exception {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    Path nothing = directory.resolve("nothing");

    assertRefused("no such file or directory: " + nothing, nothing);
    assertRefused("neither a directory nor a jar: " + text, text);
    assertRefused("no index.html to start from in " + directory, directory);
    assertRefused("not an http or https address: ftp://localhost/", "ftp://localhost/");
    assertRefused("malformed address: http:// (no host)", "http://");
    assertRefused("malformed address: http://host:99999/ (no port: 99999)", "http://host:99999/");
    assertRefused("the name of the site is empty", "");
  }

  @Test
  void aHostThatCannotBeReachedIsRefused() throws Exception {
    String dead = "http://127.0.0.1:" + TestSite.deadPort() + "/";

    assertRefused(dead + ": connection refused", dead);
    assertRefused("http://no-such-host.invalid/: unknown host", "http://no-such-host.invalid/");
  }

  @Test
  void aStartPageThatIsNoneIsRefused() {
    site.content("/text", "text/plain", "text");
    site.silence("/silence");
    site.redirect("/loop", "/pool");
    site.redirect("/pool", "/loop");
    site.redirect("/away", "/missing");

    assertRefused(
        site.address("/missing") + ": 404 Not Found", site.address("/missing"), "--json", "x.json");
    assertRefused(site.address("/text") + ": no HTML", site.address("/text"));
    assertRefused(
        site.address("/silence") + ": no answer within 300 ms",
        site.address("/silence"),
        "--timeout=300ms");
    assertRefused(
        site.address("/loop") + ": redirect loop: /loop -> /pool -> /loop", site.address("/loop"));
    assertRefused(
        site.address("/away") + ": 404 Not Found, after /away -> /missing", site.address("/away"));
    assertThat(Path.of("x.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--concurrency=0  | --concurrency must be from 1 to 1000, not 0",
        "--concurrency=x  | Invalid value for option '--concurrency': 'x' is not an int",
        "--limit=-1       | --limit must be 1 or more, not -1",
        "--timeout=soon   | Invalid value for option '--timeout': 'soon' is no time such as 500ms,"
            + " 10s or 2m",
        "--timeout=0      | Invalid value for option '--timeout': '0' is no time at all",
        "--json           | Missing required parameter for option '--json' (FILE)",
        "--fast           | Unknown option: '--fast'"
      })
  void aBadOptionIsRefused(String option, String complaint) {
    assertRefused(complaint + " (--help lists the options)", option);
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeTheCrawl() {
    Path file = directory.resolve("missing/report.json");

    assertRefused(
        "cannot write to " + file + ": there is no directory " + file.getParent(),
        site.address("/"),
        "--json",
        file);
    assertRefused(
        "cannot write to " + directory + ": it is a directory",
        site.address("/"),
        "--json",
        directory);
    assertThat(site.requests()).isEmpty();
  }

  @Test
  void helpListsOptionsAndExitCodes() {
    CrawlRun run = CrawlRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: crawl ")
        .contains("--concurrency=N", "RxJava's Javadoc", "130", "(16)", "(10s)");
  }
}
