// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** On Netty, which sees every client that leaves, and can give a request's body piece by piece. */
final class WebFluxTest extends WebContract {

  WebFluxTest() {
    super(
        WebApplicationType.REACTIVE,
        "spring.main.sources=" + Bodies.class.getName(),
        "spring.autoconfigure.exclude="
            + "org.springframework.boot.tomcat.autoconfigure.reactive"
            + ".TomcatReactiveWebServerAutoConfiguration");
  }

  /** Takes bodies, which MVC reads by itself before it calls. */
  @RestController
  static final class Bodies {

    @PostMapping("/one")
    Awaitable<String> one(@RequestBody Awaitable<Trials.Item> body) {
      return () -> body.await().text();
    }

    @PostMapping("/sum")
    Awaitable<Integer> sum(@RequestBody AsyncStream<Trials.Item> body) {
      return () -> {
        int sum = 0;
        try (body) {
          for (Trials.Item item : body) {
            sum += item.number();
          }
        }
        return sum;
      };
    }
  }

  @Test
  void aBodyIsAwaited() throws Exception {
    assertThat(post("/one", "application/json", "{\"number\":1,\"text\":\"one\"}").body())
        .isEqualTo("one");
  }

  @Test
  void aBodyOfManyIsAStream() throws Exception {
    String item = "{\"number\":2,\"text\":\"two\"}\n";
    assertThat(post("/sum", "application/x-ndjson", item.repeat(100)).body()).isEqualTo("200");
  }

  @Test
  void aClientThatLeavesCancelsTheTask() throws Exception {
    Connection connection = new Connection("/wait", "*/*");
    assertEvent("waiting");
    connection.close();
    assertEvent("cancelled");
  }

  @Test
  void aClientThatLeavesASilentStreamEndsIt() throws Exception {
    try (Connection connection = new Connection("/stream/silent", "text/event-stream")) {
      connection.readUntil("\"number\":1");
    }
    assertEvent("cleaned up");
  }
}
