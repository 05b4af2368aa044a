// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static io.interloop.asyncio.Asyncio.waitFor;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.asyncio.Semaphore;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.examples.crawl.Visit.Failure;
import io.interloop.examples.crawl.Visit.File;
import io.interloop.examples.crawl.Visit.Found;
import io.interloop.examples.crawl.Visit.Html;
import io.interloop.examples.crawl.Visit.Redirect;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks servers, with the JDK's client; never more than so many at a time, nor longer than so. */
final class Fetcher implements AutoCloseable {
  private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([^\\s\"';]+)");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          // Redirects are findings, so we follow them ourselves.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final Semaphore permits;
  private final Duration timeout;

  /**
   * Creates a fetcher.
   *
   * @param concurrency how many requests may be under way at the same time
   * @param timeout how long one may take, the body included
   */
  Fetcher(int concurrency, Duration timeout) {
    this.permits = new Semaphore(concurrency);
    this.timeout = timeout;
  }

  /**
   * What a request brought.
   *
   * @param visit for the report
   * @param page for the parser, or null if it is no page
   */
  record Fetched(Visit visit, @Nullable Page page) {}

  /** Returns a coroutine that gets a page, or the head of whatever else is there. */
  Awaitable<Fetched> get(URI address) {
    return permits.with(() -> {
      Duration began = EventLoop.running().time();
      Reply reply = ask("GET", address);
      Duration took = EventLoop.running().time().minus(began);
      int bytes = reply.page() == null ? 0 : reply.page().body().length;
      return new Fetched(new Visit(address, reply.found(), bytes, took), reply.page());
    });
  }

  /** Returns a coroutine that finds out whether something is there, without reading it. */
  Awaitable<Visit> check(URI address) {
    return permits.with(() -> {
      Duration began = EventLoop.running().time();
      Found found = ask("HEAD", address).found();
      if (found instanceof Failure) {
        // Many a server does not know HEAD, or answers it wrongly.
        found = ask("GET", address).found();
      }
      return new Visit(address, found, 0, EventLoop.running().time().minus(began));
    });
  }

  private record Reply(Found found, @Nullable Page page) {
    static Reply failure(String reason) {
      return new Reply(new Failure(reason), null);
    }
  }

  /** Whatever goes wrong here is a finding about the address, and no failure of ours. */
  private Reply ask(String method, URI address) throws Exception {
    // Sent when awaited. Cancelling it, for the timeout or for Ctrl-C, aborts the exchange.
    Awaitable<HttpResponse<byte[]>> exchange =
        () ->
            FutureAdapter.awaitable(client.sendAsync(request(method, address), Fetcher::body))
                .await();
    try {
      return reply(address, waitFor(exchange, timeout).await());
    } catch (TimeoutException failure) {
      return Reply.failure("no answer within " + Text.duration(timeout));
    } catch (IllegalArgumentException failure) {
      return Reply.failure("malformed address: " + failure.getMessage());
    } catch (IOException failure) {
      return Reply.failure(reason(failure));
    }
  }

  private static HttpRequest request(String method, URI address) {
    return HttpRequest.newBuilder(address)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .header("User-Agent", "interloop-crawl")
        .build();
  }

  private static BodySubscriber<byte[]> body(ResponseInfo head) {
    if (!isOk(head.statusCode())) {
      return HttpResponse.BodySubscribers.replacing(new byte[0]);
    }
    return isHtml(head.headers().firstValue("Content-Type"))
        ? HttpResponse.BodySubscribers.ofByteArray()
        : new HeadOnly();
  }

  private static Reply reply(URI address, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    Optional<String> type = response.headers().firstValue("Content-Type");
    Optional<String> location = response.headers().firstValue("Location");
    if (isOk(status)) {
      return isHtml(type)
          ? new Reply(new Html(), new Page(address, response.body(), charset(type.orElse(""))))
          : new Reply(new File(), null);
    }
    if (status / 100 == 3 && location.isPresent()) {
      try {
        return new Reply(new Redirect(Address.resolve(address, location.get())), null);
      } catch (URISyntaxException failure) {
        return Reply.failure(status + ", to a malformed address: " + location.get());
      }
    }
    return Reply.failure(Text.status(status));
  }

  private static boolean isOk(int status) {
    return status / 100 == 2;
  }

  private static boolean isHtml(Optional<String> contentType) {
    String type = contentType.orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith("text/html") || type.startsWith("application/xhtml+xml");
  }

  private static @Nullable String charset(String contentType) {
    Matcher charset = CHARSET.matcher(contentType);
    return charset.find() ? charset.group(1) : null;
  }

  private static String reason(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "unknown host";
      }
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
