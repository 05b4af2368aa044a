// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/**
 * The JDK's HTTP server on a free port of the loopback interface, and a client. Its answer has no
 * end, and the client reads none of it; so the server soon waits in a write, and sees there when
 * the client closes the connection.
 */
final class SlowServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  /** Done when the server has begun to answer. */
  final CompletableFuture<String> answering = new CompletableFuture<>();

  /** Done when the server has seen the connection closed. */
  final CompletableFuture<String> closedByClient = new CompletableFuture<>();

  SlowServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    answering.complete("answering");
    try (OutputStream body = exchange.getResponseBody()) {
      byte[] bytes = new byte[8192];
      while (true) {
        body.write(bytes);
      }
    } catch (IOException closed) {
      closedByClient.complete("closed");
    }
  }

  /** Sends a request whose response never arrives. */
  CompletableFuture<String> request() {
    InetSocketAddress address = server.getAddress();
    URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/");
    return client
        .sendAsync(
            HttpRequest.newBuilder(uri).build(),
            BodyHandlers.fromSubscriber(new Unhungry(), subscriber -> "never"))
        .thenApply(response -> response.body());
  }

  /** Requests nothing. */
  private static final class Unhungry implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
    client.close();
  }
}
