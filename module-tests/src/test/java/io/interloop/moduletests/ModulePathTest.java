// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.asyncio.Asyncio;
import io.interloop.blockhound.LoopIntegration;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.contextpropagation.ThreadLocalsCarrier;
import io.interloop.reactivestreams.ReactiveStreamsAdapter;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.testkit.VirtualClock;
import io.interloop.vertx.VertxAdapter;
import io.micrometer.context.ContextRegistry;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The published modules on the module path. */
class ModulePathTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Awaitable.class,
        Asyncio.class,
        FutureAdapter.class,
        ReactiveStreamsAdapter.class,
        RxAdapter.class,
        ReactorAdapter.class,
        VertxAdapter.class,
        ThreadLocalsCarrier.class,
        LoopIntegration.class,
        VirtualClock.class
      })
  void everyJarIsAModuleThatExportsItsPackages(Class<?> type) {
    ModuleDescriptor module = type.getModule().getDescriptor();

    assertThat(module.isAutomatic()).isFalse();
    assertThat(module.name()).isIn(type.getPackageName(), "io.interloop");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .contains(type.getPackageName());
  }

  @Test
  void oneLoopAwaitsAllFourLibraries() throws Exception {
    Awaitable<String> fromFuture = awaitable(CompletableFuture.completedStage("future"));
    Awaitable<String> fromSingle = awaitable(Single.just("single"));
    Awaitable<String> fromMono = awaitable(Mono.just("mono"));
    Awaitable<String> fromVertx = awaitable(Future.succeededFuture("vertx"));

    assertThat(run(() -> gather(fromFuture, fromSingle, fromMono, fromVertx).await()))
        .containsExactly("future", "single", "mono", "vertx");
  }

  @Test
  void contextAndThreadLocalsFollow() throws Exception {
    ContextVar<String> user = ContextVar.of("user");
    ThreadLocal<String> tenant = new ThreadLocal<>();
    ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", tenant);
    Mono<String> inReactor =
        Mono.deferContextual(context ->
            Mono.just(
                context.<Context>get(Context.class).get(user) + " of " + context.get("tenant")));
    try {
      String seen =
          run(() -> {
            user.set("ada");
            tenant.set("acme");
            String there = awaitable(inReactor.delayElement(Duration.ofMillis(1))).await();
            return there + ", " + user.get() + " of " + tenant.get();
          });
      assertThat(seen).isEqualTo("ada of acme, ada of acme");
      assertThat(tenant.get()).isNull();
    } finally {
      ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
    }
  }

  @Test
  void readmesFirstProgramIsThisOneAndPrintsItsSentence() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    String source =
        Files.readString(
            module.resolve("src/test/java/io/interloop/moduletests/ReadmeExample.java"));
    String readme = Files.readString(module.resolveSibling("README.md"));
    String code =
        source.substring(source.indexOf("begin\n") + 6, source.indexOf("    // readme:end"));

    assertThat(readme).contains(stripIndent(code));
    assertThat(outputOf(ReadmeExample::main)).isEqualTo("Ada was born in 1815\n");
  }

  private static String stripIndent(String code) {
    List<String> lines = code.lines().map(line -> line.replaceFirst(" {4}", "")).toList();
    return String.join("\n", lines);
  }

  private interface Program {
    void run() throws Exception;
  }

  private static String outputOf(Program program) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(out);
    }
    return captured.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
