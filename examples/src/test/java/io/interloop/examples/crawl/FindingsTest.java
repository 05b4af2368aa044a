// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static io.interloop.examples.crawl.CrawlRun.broken;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crawl finds on a small site. */
class FindingsTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private JsonNode crawl(Object... options) {
    Object[] arguments = new Object[options.length + 1];
    arguments[0] = site.address("/");
    System.arraycopy(options, 0, arguments, 1, options.length);
    return CrawlRun.report(arguments);
  }

  private static List<Integer> counts(JsonNode report) {
    return List.of(
        report.get("pages").asInt(),
        report.get("files").asInt(),
        report.get("links").asInt(),
        report.get("redirects").asInt());
  }

  @Test
  void everyPageIsVisitedOnce() {
    site.page("/", "<a href=a>1</a><a href='/a#x'>2</a><a href='sub/b'>3</a>");
    site.page("/a", "<a id=x href=/>1</a><a href=''>2</a>");
    site.page("/sub/b", "<a href='../a'>1</a><a href='.././'>2</a>");

    JsonNode report = crawl();

    assertThat(counts(report)).isEqualTo(List.of(3, 0, 7, 0));
    assertThat(broken(report)).isEmpty();
    assertThat(site.requests()).containsExactlyInAnyOrder("GET /", "GET /a", "GET /sub/b");
  }

  @Test
  void aBrokenLinkIsReportedWithThePagesThatNameIt() {
    site.page("/", "<a href=/missing>1</a><a href=/missing#part>2</a><a href=/a>3</a>");
    site.page("/a", "<img src=missing>");
    site.on("/missing", exchange -> TestSite.status(exchange, 410));

    assertThat(broken(crawl())).containsExactly("ADDRESS /missing: 410 Gone, from / /a");
  }

  @Test
  void aFragmentNamesAnIdOrANameOfThePage() {
    site.page(
        "/",
        "<a href='/a#id'>1</a><a href='/a#name'>2</a><a href='/a#f%C3%BCnf'>3</a>"
            + "<a href='/a#%41'>4</a><a href='#top'>5</a><a href='/a#'>6</a>"
            + "<a href='/a#nowhere'>7</a><a href='#here'>8</a>");
    site.page("/a", "<p id=id><a name=name></a><p id='fünf'><p id='%41'>");

    assertThat(broken(crawl()))
        .containsExactly(
            "FRAGMENT /#here: no such place on the page, from /",
            "FRAGMENT /a#nowhere: no such place on the page, from /");
  }

  @Test
  void aRedirectIsFollowedAndCounted() {
    site.page("/", "<a href=/old#x>1</a><a href=/old#y>2</a><a href=/gone>3</a>");
    site.redirect("/old", "/older");
    site.redirect("/older", site.address("/new"));
    site.page("/new", "<p id=x>");
    site.redirect("/gone", "?missing");

    JsonNode report = crawl();

    assertThat(counts(report)).isEqualTo(List.of(2, 0, 3, 3));
    assertThat(broken(report))
        .containsExactly(
            "ADDRESS /gone: 404 Not Found, after /gone -> /gone?missing, from /",
            "FRAGMENT /old#y: no such place on the page, after /old -> /older -> /new, from /");
  }

  @Test
  void aRedirectLoopIsReported() {
    site.page("/", "<a href=/a>1</a><a href=/self>2</a>");
    site.redirect("/a", "/b");
    site.redirect("/b", "/a");
    site.redirect("/self", "/self");

    assertThat(broken(crawl()))
        .containsExactly(
            "REDIRECTS /a: redirect loop: /a -> /b -> /a, from /",
            "REDIRECTS /self: redirect loop: /self -> /self, from /");
  }

  @Test
  void redirectsWithoutEndAreGivenUp() {
    site.page("/", "<a href='/0'>1</a>");
    for (int i = 0; i < 100; i++) {
      site.redirect("/" + i, "/" + (i + 1));
    }

    assertThat(broken(crawl())).containsExactly("REDIRECTS /0: more than 20 redirects, from /");
    assertThat(site.requests()).hasSize(22);
  }

  @Test
  void whatIsNoPageIsCountedAndItsBodyNotWaitedFor() {
    site.page("/", "<a href=/film>1</a><link rel=stylesheet href=/style>");
    site.content("/style", "text/css", "a { color: red }");
    site.on(
        "/film",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "video/mp4");
          exchange.sendResponseHeaders(200, 1_000_000_000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          site.awaitEnd();
        });

    JsonNode report = crawl();

    assertThat(counts(report)).isEqualTo(List.of(1, 2, 2, 0));
    assertThat(broken(report)).isEmpty();
  }

  @Test
  void aPageThatNeverAnswersIsReported() {
    site.page("/", "<a href=/silence>1</a><a href=/half>2</a><a href=/a>3</a>");
    site.silence("/silence");
    site.on(
        "/half",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('<');
          exchange.getResponseBody().flush();
          site.awaitEnd();
        });
    site.page("/a", "");

    JsonNode report = crawl("--timeout", "3s");

    assertThat(report.get("pages").asInt()).isEqualTo(2);
    assertThat(broken(report))
        .containsExactly(
            "ADDRESS /half: no answer within 3.0 s, from /",
            "ADDRESS /silence: no answer within 3.0 s, from /");
  }

  @Test
  void aConnectionThatBreaksIsReported() {
    site.page("/", "<a href=/cut>1</a>");
    site.on(
        "/cut",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          throw new java.io.IOException("cut");
        });

    assertThat(broken(crawl())).hasSize(1).first().asString().startsWith("ADDRESS /cut: ");
  }

  @Test
  void otherHostsAreLeftAlone() throws Exception {
    try (TestSite other = new TestSite()) {
      site.page("/", "<a href='%s'>1</a>".formatted(other.address("/missing")));

      JsonNode report = crawl();

      assertThat(report.get("externalLinks").asInt()).isEqualTo(1);
      assertThat(broken(report)).isEmpty();
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void withExternalOtherHostsAreAskedButNotCrawled() throws Exception {
    int deadPort = TestSite.deadPort();
    try (TestSite other = new TestSite()) {
      site.page(
          "/",
          "<a href='%s'>1</a><a href='%s'>2</a><a href='%s'>3</a><a href='http://127.0.0.1:%d/'>4</a>"
              .formatted(
                  other.address("/page#x"),
                  other.address("/missing"),
                  other.address("/no-head"),
                  deadPort));
      other.page("/page", "<a href=/more>1</a>");
      other.on(
          "/no-head",
          exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
              TestSite.status(exchange, 405);
            } else {
              TestSite.send(exchange, "text/html", "");
            }
          });

      JsonNode report = crawl("--external");

      assertThat(report.get("pages").asInt()).isEqualTo(1);
      assertThat(broken(report))
          .containsExactlyInAnyOrder(
              "ADDRESS http://127.0.0.1:" + deadPort + "/: connection refused, from /",
              "ADDRESS " + other.address("/missing") + ": 404 Not Found, from /");
      assertThat(other.requests())
          .containsExactlyInAnyOrder(
              "HEAD /page", "HEAD /missing", "GET /missing", "HEAD /no-head", "GET /no-head");
    }
  }

  @Test
  void aLinkThatIsNoAddressIsReported() {
    site.page(
        "/",
        "<a href='http://'>1</a><a href='http://[bad/'>2</a>"
            + "<a href='mailto:x@y'>3</a><a href='javascript:void(0)'>4</a>"
            + "<a href='/a b|c'>5</a>");
    site.page("/a%20b%7Cc", "");

    JsonNode report = crawl();

    assertThat(broken(report))
        .containsExactly(
            "MALFORMED http://: malformed address, from /",
            "MALFORMED http://[bad/: malformed address, from /");
    assertThat(counts(report)).isEqualTo(List.of(2, 0, 3, 0));
  }

  @Test
  void theStartPageMayRedirectToTheSitesOwnHost() throws Exception {
    try (TestSite other = new TestSite()) {
      site.redirect("/", other.address("/home"));
      other.page("/home", "<a href=/a>1</a>");
      other.page("/a", "");

      JsonNode report = crawl();

      assertThat(report.get("start").asText()).isEqualTo(other.address("/home"));
      assertThat(counts(report)).isEqualTo(List.of(2, 0, 1, 1));
    }
  }

  @Test
  void atTheLimitTheRestIsLeftUnchecked() {
    site.page("/", "<a href=/a>1</a><a href=/b>2</a><a href=/c>3</a>");
    site.page("/a", "<a href=/d>1</a>");

    JsonNode report = crawl("--limit", 2);

    assertThat(counts(report)).isEqualTo(List.of(2, 0, 4, 0));
    assertThat(report.get("unchecked").asInt()).isEqualTo(3);
    assertThat(site.requests()).containsExactly("GET /", "GET /a");
  }

  @Test
  void queriesTellPagesApartUnlessTheyAreIgnored() {
    site.page("/", "<a href='/a?1'>1</a><a href='/a?2'>2</a>");
    site.page("/a", "");
    site.page("/a?1", "");
    site.page("/a?2", "");

    assertThat(counts(crawl())).isEqualTo(List.of(3, 0, 2, 0));
    assertThat(counts(crawl("--ignore-query"))).isEqualTo(List.of(2, 0, 2, 0));
  }

  @Test
  void asManyRequestsAsAllowedAreUnderWayAndNoMore() {
    StringBuilder links = new StringBuilder();
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    for (int i = 0; i < 30; i++) {
      links.append("<a href='/").append(i).append("'>link</a>");
      site.on(
          "/" + i,
          exchange -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            three.countDown();
            try {
              three.await();
            } catch (InterruptedException failure) {
              throw new IllegalStateException(failure);
            }
            underWay.decrementAndGet();
            TestSite.send(exchange, "text/html", "");
          });
    }
    site.page("/", links.toString());

    JsonNode report = crawl("--concurrency", 3);

    assertThat(report.get("pages").asInt()).isEqualTo(31);
    assertThat(most.get()).isEqualTo(3);
  }
}
