// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.Trail;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;

/** The loop as a bean. */
@Timeout(60)
final class AutoConfigurationTest {

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Plain {}

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class WithALoop {
    @Bean(destroyMethod = "close")
    EventLoop ownLoop() {
      return Asyncio.newEventLoop();
    }
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import(Trials.class)
  static class Web {}

  private static ConfigurableApplicationContext run(
      Class<?> application, WebApplicationType type, String... properties) {
    return new SpringApplicationBuilder(application)
        .web(type)
        .properties(
            "server.port=0",
            "server.address=127.0.0.1",
            "spring.main.banner-mode=off",
            "logging.level.root=warn")
        .properties(properties)
        .run();
  }

  @Test
  void theLoopRunsWhileTheApplicationDoes() throws Exception {
    EventLoop loop;
    try (ConfigurableApplicationContext context = run(Plain.class, WebApplicationType.NONE)) {
      loop = context.getBean(EventLoop.class);
      assertThat(Asyncio.runCoroutineThreadsafe(() -> "ran", loop).get()).isEqualTo("ran");
    }
    assertThat(loop.isClosed()).isTrue();
  }

  @Test
  void thePropertiesAreTheLoops() {
    try (ConfigurableApplicationContext context =
        run(
            Plain.class,
            WebApplicationType.NONE,
            "interloop.engine=handoff",
            "interloop.debug=true",
            "interloop.slow-callback-duration=7ms",
            "interloop.thread-name=named",
            "interloop.shutdown-timeout=3s")) {
      EventLoop loop = context.getBean(EventLoop.class);
      assertThat(loop.getDebug()).isTrue();
      assertThat(loop.getSlowCallbackDuration()).isEqualTo(ofMillis(7));
      assertThat(Thread.getAllStackTraces().keySet())
          .anyMatch(thread -> thread.getName().equals("named"));
      assertThat(context.getBean(InterloopProperties.class).shutdownTimeout())
          .isEqualTo(ofSeconds(3));
    }
  }

  @Test
  void anApplicationMayHaveALoopOfItsOwn() {
    try (ConfigurableApplicationContext context = run(WithALoop.class, WebApplicationType.NONE)) {
      assertThat(context.getBeanNamesForType(EventLoop.class)).containsExactly("ownLoop");
      assertThat(context.getBeanNamesForType(ApplicationLoop.class)).isEmpty();
      assertThat(context.getBean(EventLoop.class).isRunning()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void theLoopOutlivesTheRequestsUnderWay(WebApplicationType type) throws Exception {
    Trail trail = new Trail();
    ConfigurableApplicationContext context = run(Web.class, type);
    Trials trials = context.getBean(Trials.class);
    context.addApplicationListener(event -> {
      if (event instanceof ContextClosedEvent) {
        trials.release();
      }
    });
    var unused =
        Asyncio.runCoroutineThreadsafe(
            () -> {
              try {
                return sleep(ofHours(1)).await();
              } finally {
                trail.add("cancelled, request done: " + trials.task.done());
              }
            },
            context.getBean(EventLoop.class));
    try (HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<HttpResponse<String>> response =
          client.sendAsync(
              HttpRequest.newBuilder(address(context)).build(), BodyHandlers.ofString());
      assertThat(trials.events.take()).isEqualTo("asked for the task");
      context.close();
      assertThat(response.get().body()).isEqualTo("the task's result");
    }
    trail.assertIs("cancelled, request done: true");
  }

  private static URI address(ConfigurableApplicationContext context) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + "/task");
  }
}
