// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.ReturnWhen.ALL_COMPLETED;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** The application as its clients see it. After each test no task is left. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
final class WeatherTest {
  private static final int AT_A_TIME = 200;

  // HTTP/2 would put the requests on one connection, and a limit on their number.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Vertx vertx = Vertx.vertx();
  private final WeatherVerticle weather = new WeatherVerticle(0);
  private EventLoop loop;

  @BeforeAll
  void deploy() {
    String unused = vertx.deployVerticle(weather).await();
    loop = weather.eventLoop();
  }

  @AfterAll
  void close() {
    vertx.close().await();
    client.close();
    assertThat(loop.isClosed()).isTrue();
  }

  @AfterEach
  void noTaskIsLeft() throws Exception {
    assertThat(runCoroutineThreadsafe(() -> left(), loop).get()).isEmpty();
  }

  /** The tasks that do not end within a while, but for those of the application itself. */
  private Set<Task<?>> left() throws Exception {
    Set<Task<?>> others = new LinkedHashSet<>(loop.allTasks());
    others.remove(Task.current());
    assertThat(others.removeIf(task -> task.getName().equals("sensors"))).isTrue();
    return others.isEmpty()
        ? others
        : Asyncio.wait(others, ofSeconds(10), ALL_COMPLETED).await().pending();
  }

  @Test
  void theWeatherIsTheSensorsTheArchivesAndTheForecasts() throws Exception {
    assertThat(get("/weather/Oslo").body())
        .matches("\\{\"city\":\"Oslo\",\"celsius\":\\d+,\"record\":35,\"tomorrow\":\"snow\"}");
  }

  @Test
  void nothingIsKnownOfAtlantis() throws Exception {
    assertThat(get("/weather/Atlantis").statusCode()).isEqualTo(404);
  }

  @Test
  void aClientThatLeavesEndsItsStream() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address("/weather/Lisbon/live")).build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      assertThat(first).startsWith("data: ");
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).startsWith("data: ").isNotEqualTo(first);
    }
  }

  @Test
  void itAnswersUnderLoad() throws Exception {
    int requests = Integer.getInteger("load.requests", 1_000);
    HttpRequest request = HttpRequest.newBuilder(address("/weather/Lisbon")).build();
    String expected = "\"city\":\"Lisbon\"";
    Semaphore free = new Semaphore(AT_A_TIME);
    CompletableFuture<Void> failed = new CompletableFuture<>();
    long begin = System.nanoTime();
    for (int i = 0; i < requests && !failed.isDone(); i++) {
      free.acquire();
      var unused =
          client
              .sendAsync(request, BodyHandlers.ofString())
              .whenComplete((response, failure) -> {
                if (failure != null) {
                  failed.completeExceptionally(failure);
                } else if (response.statusCode() != 200 || !response.body().contains(expected)) {
                  failed.completeExceptionally(new AssertionError(response.body()));
                }
                free.release();
              });
    }
    free.acquire(AT_A_TIME);
    failed.complete(null);
    failed.get();
    System.out.printf(
        "%,d requests, %d at a time: %.1f s%n",
        requests, AT_A_TIME, (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + weather.port() + path);
  }
}
