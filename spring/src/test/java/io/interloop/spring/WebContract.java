// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static io.interloop.asyncio.ReturnWhen.ALL_COMPLETED;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.EventLoop;
import io.interloop.ExceptionHandler;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What WebFlux and MVC have in common, over HTTP. After each test no task is left. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class WebContract {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  /** The messages of the loop's reports. */
  private final BlockingQueue<String> reports;

  final Trials trials;
  final EventLoop loop;

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import(Trials.class)
  static class Application {

    @Bean
    BlockingQueue<String> reports() {
      return new LinkedBlockingQueue<>();
    }

    @Bean
    ExceptionHandler exceptionHandler(BlockingQueue<String> reports) {
      return (loop, report) -> reports.add(report.toString());
    }
  }

  @SuppressWarnings("unchecked") // the bean's type is above
  WebContract(WebApplicationType type, String... properties) {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(type)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "logging.level.root=warn")
            .properties(properties)
            .run();
    trials = context.getBean(Trials.class);
    loop = context.getBean(EventLoop.class);
    reports = context.getBean("reports", BlockingQueue.class);
  }

  @AfterAll
  void close() {
    context.close();
    client.close();
    assertThat(loop.isClosed()).isTrue();
  }

  @BeforeEach
  void clear() {
    trials.events.clear();
    reports.clear();
  }

  @AfterEach
  void noTaskIsLeft() throws Exception {
    trials.release();
    Set<Task<?>> left =
        Asyncio.runCoroutineThreadsafe(
                () -> {
                  Set<Task<?>> others = new LinkedHashSet<>(loop.allTasks());
                  others.remove(Task.current());
                  return others.isEmpty()
                      ? others
                      : Asyncio.wait(others, ofSeconds(10), ALL_COMPLETED).await().pending();
                },
                loop)
            .get();
    assertThat(left).isEmpty();
    assertThat(reports).isEmpty();
  }

  // ---- one value

  @Test
  void anAwaitableThatIsDoneAtOnceIsTheBody() throws Exception {
    assertThat(get("/now").body()).isEqualTo("now");
  }

  @Test
  void anAwaitableRunsOnTheLoop() throws Exception {
    assertThat(get("/later/Ada").body()).isEqualTo("Hello, Ada, from the loop");
  }

  @Test
  void anAwaitableMayReturnTheWholeResponse() throws Exception {
    HttpResponse<String> response = get("/entity");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("{\"number\":1,\"text\":\"one\"}");
  }

  @Test
  void aFutureThatIsDoneIsTheBody() throws Exception {
    assertThat(get("/future").body()).isEqualTo("the future's result");
  }

  @Test
  void requestsShareATask() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> responses =
        List.of(getAsync("/task"), getAsync("/task"));
    assertEvent("asked for the task");
    assertEvent("asked for the task");
    trials.release();
    for (CompletableFuture<HttpResponse<String>> response : responses) {
      assertThat(response.get().body()).isEqualTo("the task's result");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "entity", "void", "none"})
  void nullIsWhatAnEmptyMonoIs(String kind) throws Exception {
    HttpResponse<String> expected = get("/mono/" + kind);
    HttpResponse<String> response = get("/awaitable/" + kind);
    assertThat(response.statusCode()).isEqualTo(expected.statusCode());
    assertThat(response.body()).isEmpty();
  }

  // ---- failures and cancellation

  @Test
  void anExceptionReachesItsHandlerUnwrapped() throws Exception {
    HttpResponse<String> response = get("/failure");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEqualTo("at once");
  }

  @Test
  void aLaterExceptionReachesItsHandlerUnwrapped() throws Exception {
    HttpResponse<String> response = get("/failure/later");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEqualTo("later");
  }

  // ---- many values

  @Test
  void aStreamIsLinesOfJsonForThoseWhoAccept() throws Exception {
    assertThat(get("/stream", "application/x-ndjson").body().lines())
        .containsExactly(
            "{\"number\":1,\"text\":\"item\"}",
            "{\"number\":2,\"text\":\"item\"}",
            "{\"number\":3,\"text\":\"item\"}");
  }

  @Test
  void aStreamIsServerSentEventsForThoseWhoAccept() throws Exception {
    assertThat(get("/stream", "text/event-stream").body().lines().filter(line -> !line.isEmpty()))
        .containsExactly(
            "data:{\"number\":1,\"text\":\"item\"}",
            "data:{\"number\":2,\"text\":\"item\"}",
            "data:{\"number\":3,\"text\":\"item\"}");
  }

  @Test
  void aStreamIsAnArrayOtherwise() throws Exception {
    assertThat(get("/stream", "application/json").body())
        .isEqualTo(
            "[{\"number\":1,\"text\":\"item\"},{\"number\":2,\"text\":\"item\"},"
                + "{\"number\":3,\"text\":\"item\"}]");
  }

  @Test
  void anEmptyStreamIsNoLine() throws Exception {
    assertThat(get("/stream/empty", "application/x-ndjson").body()).isEmpty();
  }

  @Test
  void aStreamWaitsForAClientThatDoesNotRead() throws Exception {
    try (Connection connection = new Connection("/stream/many", "application/x-ndjson")) {
      connection.readUntil("\"number\":1");
      awaitStandstill();
      assertThat(trials.yielded.get()).isLessThan(Trials.MANY);
      connection.readUntil("\"number\":" + Trials.MANY);
    }
    assertThat(trials.yielded.get()).isEqualTo(Trials.MANY);
  }

  /** Waits until the loop has turned many times without another item. */
  private void awaitStandstill() throws Exception {
    int before = -1;
    for (int turns = 0; turns < 5_000; turns++) {
      int now = trials.yielded.get();
      if (now != before) {
        before = now;
        turns = 0;
      }
      CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
      loop.callSoonThreadsafe(() -> turn.complete(null));
      turn.get();
    }
  }

  @Test
  void aClientThatLeavesEndsTheStream() throws Exception {
    try (Connection connection = new Connection("/stream/endless", "text/event-stream")) {
      connection.readUntil("\"number\":2");
    }
    assertEvent("cleaned up");
  }

  // ---- a client

  HttpResponse<String> get(String path) throws Exception {
    return getAsync(path).get();
  }

  HttpResponse<String> get(String path, String accept) throws Exception {
    return client.send(request(path).header("Accept", accept).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String type, String body) throws Exception {
    return client.send(
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> getAsync(String path) {
    return client.sendAsync(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(ofSeconds(30));
  }

  private int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  void assertEvent(String expected) throws InterruptedException {
    assertThat(trials.events.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
  }

  /** A client that may stop reading, and leave. */
  final class Connection implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Connection(String path, String accept) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port());
      socket.setSoTimeout(30_000);
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Reads lines up to one that contains a text. */
    void readUntil(String text) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(text)) {
          return;
        }
      }
      throw new AssertionError("the response ended without " + text);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
