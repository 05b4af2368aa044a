// SPDX-License-Identifier: Apache-2.0
package io.interloop.contextpropagation;

import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.vertxFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.Trail;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One task that goes through all the libraries and their threads, and comes back each time. */
@Timeout(60)
class HopsTest {
  private static final ContextVar<String> USER = ContextVar.of("user");
  private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

  /** Has to be registered before the Vert.x is made that is to have it. */
  private static final ContextLocal<String> REQUEST = ContextLocal.registerLocal(String.class);

  private static Vertx vertx;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void reset() {
    Hooks.disableAutomaticContextPropagation();
    RxJavaPlugins.reset();
    ContextRegistry.getInstance().removeThreadLocalAccessor(Slf4jThreadLocalAccessor.KEY);
    MDC.clear();
  }

  /** What the running code sees: the context variable, the MDC and Reactor's Context. */
  private static String seen() {
    return USER.orElse("-")
        + " "
        + (MDC.get("user") == null ? "-" : MDC.get("user"))
        + " "
        + ReactorAdapter.reactorContext().getOrDefault("user", "-");
  }

  private static void become(String user) {
    USER.set(user);
    MDC.put("user", user);
  }

  /** Hops over every library; what the code between two of them sees goes to the trail. */
  private static void hop(Trail trail) throws Exception {
    trail.add("start " + seen());
    awaitable(CompletableFuture.supplyAsync(() -> "").thenApplyAsync(x -> x)).await();
    trail.add("future " + seen());
    awaitable(Mono.just("").publishOn(Schedulers.parallel()).map(x -> x)).await();
    trail.add("mono " + seen());
    awaitable(
            Single.just("")
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                .map(x -> x))
        .await();
    trail.add("single " + seen());
    awaitable(vertx.executeBlocking(() -> "")).await();
    trail.add("vertx " + seen());
  }

  private static String[] hops(String seen) {
    return List.of("start ", "future ", "mono ", "single ", "vertx ").stream()
        .map(hop -> hop + seen)
        .toArray(String[]::new);
  }

  @Test
  void aTaskHasItsOwnContextAfterEveryHop() throws Exception {
    Trail trail = new Trail();
    run(() -> {
      become("ada");
      Mono<String> task =
          ReactorAdapter.deferMono(() -> {
            hop(trail);
            return "";
          });
      awaitable(task.contextWrite(context -> context.put("user", "lovelace"))).await();
      trail.add("end " + seen());
    });
    assertThat(trail.entries())
        .startsWith(hops("ada ada lovelace"))
        .endsWith("end ada ada -")
        .hasSize(6);
  }

  @Test
  void manyTasksOnManyThreadsDoNotSeeOneAnother() throws Exception {
    List<Trail> trails = IntStream.range(0, 50).mapToObj(i -> new Trail()).toList();
    run(() -> {
      become("nobody");
      gather(
              IntStream.range(0, 50)
                  .mapToObj(i ->
                      (io.interloop.Awaitable<String>)
                          () -> {
                            become("user" + i);
                            hop(trails.get(i));
                            return "";
                          })
                  .toList())
          .await();
      assertThat(seen()).isEqualTo("nobody nobody -");
    });
    for (int i = 0; i < 50; i++) {
      trails.get(i).assertIs(hops("user" + i + " user" + i + " -"));
    }
  }

  @Test
  void withTheLibrariesOwnHooksTheirThreadsSeeTheContextToo() throws Exception {
    ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor());
    Hooks.enableAutomaticContextPropagation();
    RxJavaPlugins.setScheduleHandler(task -> SNAPSHOTS.captureAll().wrap(task));
    Trail trail = new Trail();
    run(() -> {
      become("ada");
      awaitable(Mono.just("").publishOn(Schedulers.parallel()).doOnNext(x -> note(trail, "mono")))
          .await();
      awaitable(
              Single.just("")
                  .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                  .doOnSuccess(x -> note(trail, "single")))
          .await();
      awaitable(
              CompletableFuture.runAsync(SNAPSHOTS.captureAll().wrap(() -> note(trail, "future"))))
          .await();
      hop(trail);
    });
    assertThat(trail.entries())
        .startsWith(
            "mono ada ada -, elsewhere",
            "single ada ada -, elsewhere",
            "future ada ada -, elsewhere")
        .endsWith(hops("ada ada -"));
  }

  private static void note(Trail trail, String what) {
    trail.add(what + " " + seen() + (EventLoop.runningOrNull() == null ? ", elsewhere" : ""));
  }

  @Test
  void aCoroutineSubscribedInAnotherThreadTakesTheSubscribersThreadLocals() throws Exception {
    ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor());
    try (LoopThread thread = new LoopThread()) {
      Mono<String> chain =
          Mono.just("")
              .publishOn(Schedulers.parallel())
              .flatMap(x -> ReactorAdapter.deferMono(thread.loop(), HopsTest::seen))
              .contextCapture();
      Context caller = new Context();
      caller.run(() -> {
        become("ada");
        assertThat(chain.block()).isEqualTo("ada ada -");
        return chain;
      });
    }
  }

  @Test
  void aCoroutineInTheMiddleOfAnAwaitedChainHasTheContextOfWhoAwaits() throws Exception {
    run(() -> {
      EventLoop loop = EventLoop.running();
      become("ada");
      Mono<String> chain =
          Mono.just("")
              .publishOn(Schedulers.parallel())
              .flatMap(x -> ReactorAdapter.deferMono(loop, HopsTest::seen));
      become("grace");
      assertThat(awaitable(chain).await()).isEqualTo("grace grace -");
      assertThat(awaitable(chain.contextWrite(c -> c.put("user", "lovelace"))).await())
          .isEqualTo("grace grace lovelace");
    });
  }

  @Test
  void dependentStagesAndOperatorsRunInTheContextOfWhoConverted() throws Exception {
    Trail trail = new Trail();
    run(() -> {
      become("ada");
      EventLoop loop = EventLoop.running();
      var promise = loop.<String>createPromise();
      var stage = FutureAdapter.completableFuture(promise).thenRun(() -> note(trail, "stage"));
      var mono = ReactorAdapter.mono(promise).doOnNext(x -> note(trail, "mono")).toFuture();
      var single =
          RxAdapter.single(promise)
              .doOnSuccess(x -> note(trail, "single"))
              .toCompletionStage()
              .toCompletableFuture();
      become("grace");
      promise.setResult("");
      awaitable(CompletableFuture.allOf(stage, mono, single)).await();
      note(trail, "task");
    });
    trail.assertIs("stage ada ada -", "mono ada ada -", "single ada ada -", "task grace grace -");
  }

  @Test
  void aTaskOfADuplicatedVertxContextKeepsItOverEveryHop() throws Exception {
    Trail trail = new Trail();
    try (LoopThread thread = new LoopThread()) {
      ContextInternal request = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
      CompletableFuture<String> end = new CompletableFuture<>();
      request.runOnContext(ignored -> {
        request.putLocal(REQUEST, "7");
        become("ada");
        vertxFuture(
                thread.loop(),
                () -> {
                  hop(trail);
                  assertThat(Vertx.currentContext()).isSameAs(request);
                  return Vertx.currentContext().getLocal(REQUEST);
                })
            .onComplete((value, failure) -> {
              assertThat(Vertx.currentContext()).isSameAs(request);
              if (failure != null) {
                end.completeExceptionally(failure);
              } else {
                end.complete(value);
              }
            });
      });
      assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("7");
      thread.call(() -> {
        trail.add("callback: " + (Vertx.currentContext() == null ? "none" : "some"));
        return "";
      });
    }
    assertThat(trail.entries()).startsWith(hops("ada ada -")).endsWith("callback: none");
  }
}
