// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static io.interloop.vertx.VertxAdapter.awaitable;

import io.interloop.Awaitable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves a directory, or a jar opened as one, over HTTP on this machine alone. Every file has one
 * address: that of a directory redirects to its index.html.
 */
final class SiteServer {
  private final Vertx vertx;
  private final HttpServer server;

  private SiteServer(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /**
   * Returns a coroutine that starts a server on a free port.
   *
   * @param root the directory to serve
   */
  static Awaitable<SiteServer> start(Path root) {
    return () -> {
      Vertx vertx = Vertx.vertx();
      try {
        HttpServer server = vertx.createHttpServer();
        server.requestHandler(request -> answer(vertx, root, request));
        return new SiteServer(vertx, awaitable(server.listen(0, "127.0.0.1")).await());
      } catch (Throwable failure) {
        awaitable(vertx.close()).await();
        throw failure;
      }
    };
  }

  URI start() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/index.html");
  }

  /** Returns a coroutine that stops the server and the threads that came with it. */
  Awaitable<Void> stop() {
    return awaitable(vertx.close());
  }

  /** On Vert.x's event loop, which must not read files itself. */
  private static void answer(Vertx vertx, Path root, HttpServerRequest request) {
    vertx
        .executeBlocking(() -> find(root, request.path()), /* ordered= */ false)
        .onSuccess(reply -> reply.send(request.response()))
        .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
  }

  /** What there is to say about a path. */
  private sealed interface Reply {

    void send(HttpServerResponse response);

    record Content(String type, Buffer bytes) implements Reply {
      @Override
      public void send(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(bytes);
      }
    }

    record Elsewhere(String location) implements Reply {
      @Override
      public void send(HttpServerResponse response) {
        response.setStatusCode(302).putHeader(HttpHeaders.LOCATION, location).end();
      }
    }

    record Nothing() implements Reply {
      @Override
      public void send(HttpServerResponse response) {
        response.setStatusCode(404).end();
      }
    }
  }

  private static Reply find(Path root, @Nullable String path) throws IOException {
    if (path == null || !path.startsWith("/") || path.startsWith("//")) {
      return new Reply.Nothing();
    }
    Path file;
    try {
      file = root.resolve(Address.decode(path.substring(1))).normalize();
    } catch (InvalidPathException failure) {
      return new Reply.Nothing();
    }
    if (!file.startsWith(root)) {
      return new Reply.Nothing();
    }
    if (Files.isDirectory(file)) {
      return new Reply.Elsewhere(path + (path.endsWith("/") ? "" : "/") + "index.html");
    }
    if (!Files.isRegularFile(file)) {
      return new Reply.Nothing();
    }
    return new Reply.Content(typeOf(file), Buffer.buffer(Files.readAllBytes(file)));
  }

  private static String typeOf(Path file) {
    String known = URLConnection.guessContentTypeFromName(file.toString());
    return known == null ? "application/octet-stream" : known;
  }
}
