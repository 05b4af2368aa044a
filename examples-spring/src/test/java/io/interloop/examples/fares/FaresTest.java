// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.ReturnWhen.ALL_COMPLETED;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as its clients see it. After each test no task is left. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
final class FaresTest {
  private static final int AT_A_TIME = 200;

  // HTTP/2 would put the requests on one connection, and a limit on their number.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext application =
      SpringApplication.run(
          Fares.class, "--server.port=0", "--logging.level.root=warn", "--fares.patience=20s");
  private final EventLoop loop = application.getBean(EventLoop.class);

  @AfterAll
  void close() {
    application.close();
    client.close();
  }

  @AfterEach
  void noTaskIsLeft() throws Exception {
    assertThat(runCoroutineThreadsafe(() -> left(), loop).get()).isEmpty();
  }

  /** The tasks that do not end within a while. */
  private Set<Task<?>> left() throws Exception {
    Set<Task<?>> others = new LinkedHashSet<>(loop.allTasks());
    others.remove(Task.current());
    return others.isEmpty()
        ? others
        : Asyncio.wait(others, ofSeconds(10), ALL_COMPLETED).await().pending();
  }

  @Test
  void theCheapestComesFirst() throws Exception {
    assertThat(get("/fares?from=Berlin&to=Lisbon").body())
        .isEqualTo(
            "["
                + "{\"carrier\":\"rail\",\"euros\":49,\"problem\":null},"
                + "{\"carrier\":\"air\",\"euros\":61,\"problem\":null},"
                + "{\"carrier\":\"coach\",\"euros\":173,\"problem\":null}]");
  }

  @Test
  void offersAreShownAsTheyCome() throws Exception {
    List<String> offers =
        get("/fares/live?from=Berlin&to=Lisbon").body().lines().filter(l -> !l.isEmpty()).toList();
    assertThat(offers).hasSize(3).allMatch(offer -> offer.startsWith("data:{\"carrier\":"));
  }

  @Test
  void aClientThatLeavesTakesItsQuestionsBack() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address("/fares/live?from=Berlin&to=Atlantis")).build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("coach");
    }
    // The airline would have thought for an hour; that no task is left shows that it stopped.
  }

  @Test
  void itAnswersUnderLoad() throws Exception {
    int requests = Integer.getInteger("load.requests", 1_000);
    HttpRequest request = HttpRequest.newBuilder(address("/fares?from=Berlin&to=Lisbon")).build();
    String expected = client.send(request, BodyHandlers.ofString()).body();
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
                } else if (!response.body().equals(expected)) {
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
    String port = application.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
