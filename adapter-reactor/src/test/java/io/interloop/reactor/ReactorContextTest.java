// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.deferMono;
import static io.interloop.reactor.ReactorAdapter.flux;
import static io.interloop.reactor.ReactorAdapter.reactorContext;
import static io.interloop.reactor.ReactorAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** The hub's context in Reactor's, and Reactor's in the hub's. */
@ExtendWith(LoopExtension.class)
class ReactorContextTest {
  private static final ContextVar<String> USER = ContextVar.of("user");

  private static Awaitable<String> request() {
    return () -> {
      sleep(Duration.ofMillis(1)).await();
      return reactorContext().getOrDefault("request", "none");
    };
  }

  @Test
  void aCoroutineSeesTheReactorContextOfItsSubscriber(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Mono<String> mono = deferMono(request());
      trail.add(awaitable(mono.contextWrite(Context.of("request", "1"))).await());
      trail.add(awaitable(mono.contextWrite(Context.of("request", "2"))).await());
      trail.add(awaitable(mono).await());
    });
    trail.assertIs("1", "2", "none");
  }

  @Test
  void aStreamSeesTheReactorContextOfItsSubscriber(Runner runner) throws Exception {
    runner.run(() -> {
      Flux<String> flux = flux(() -> Asyncio.generator(items -> items.yield(request().await())));
      assertThat(stream(flux.contextWrite(Context.of("request", "1"))).toList().await())
          .containsExactly("1");
      assertThat(stream(flux).toList().await()).containsExactly("none");
    });
  }

  @Test
  void whatACoroutineAwaitsSeesTheReactorContextOfTheCoroutinesSubscriber(Runner runner)
      throws Exception {
    runner.run(() -> {
      Mono<String> inner = Mono.deferContextual(context -> Mono.just(context.get("request")));
      Mono<String> outer = deferMono(() -> awaitable(inner).await());
      assertThat(awaitable(outer.contextWrite(Context.of("request", "1"))).await()).isEqualTo("1");
    });
  }

  @Test
  void anAwaitedMonoSeesTheHubsContext(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      USER.set("ada");
      Mono<String> user =
          Mono.deferContextual(context ->
              Mono.just(context.<io.interloop.Context>get(io.interloop.Context.class).get(USER)));
      trail.add(awaitable(user).await());
      trail.add(stream(user.flux()).toList().await().toString());
      USER.set("grace");
      trail.add(awaitable(user).await());
    });
    trail.assertIs("ada", "[ada]", "grace");
  }

  @Test
  void aContextThatIsAskedForInAnotherThreadIsThatOfTheSubscription(Runner runner)
      throws Exception {
    runner.run(() -> {
      USER.set("ada");
      Mono<String> user =
          Mono.deferContextual(context ->
                  Mono.just(
                      context.<io.interloop.Context>get(io.interloop.Context.class).get(USER)))
              .subscribeOn(Schedulers.parallel());
      assertThat(awaitable(user).await()).isEqualTo("ada");
    });
  }

  @Test
  void whatTheHubAloneSubscribesToSeesTheHubsContext(Runner runner) throws Exception {
    runner.run(() -> {
      USER.set("ada");
      assertThat(awaitable(deferMono(USER::get)).await()).isEqualTo("ada");
    });
  }

  @Test
  void contextVariablesGoThroughAChainThatChangesThreads(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      USER.set("ada");
      Mono<String> chain =
          Mono.just("hello")
              .publishOn(Schedulers.parallel())
              .flatMap(word -> deferMono(loop, () -> word + " " + USER.get()));
      assertThat(awaitable(chain).await()).isEqualTo("hello ada");
    });
  }

  @Test
  void whatACoroutineSetsStaysWithIt(Runner runner) throws Exception {
    runner.run(() -> {
      USER.set("ada");
      Mono<String> mono =
          deferMono(() -> {
            USER.set("grace");
            return USER.get();
          });
      assertThat(awaitable(mono).await()).isEqualTo("grace");
      assertThat(USER.get()).isEqualTo("ada");
    });
  }

  @Test
  void registeredThreadLocalsAreInTheReactorContextToo(Runner runner, Trail trail)
      throws Exception {
    ThreadLocal<String> tenant = new ThreadLocal<>();
    ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", tenant);
    try {
      runner.run(() -> {
        tenant.set("acme");
        Mono<String> seen =
            Mono.deferContextual(context -> Mono.just(context.getOrDefault("tenant", "none")));
        trail.add(awaitable(seen).await());
      });
    } finally {
      ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
    }
    trail.assertIs("acme");
  }

  @Test
  void withoutTheBridgeOperatorsInOtherThreadsSeeNoContextVariables(Runner runner)
      throws Exception {
    Hooks.enableAutomaticContextPropagation();
    try {
      runner.run(() -> {
        USER.set("ada");
        Mono<String> mono =
            Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> USER.orElse("nobody"));
        assertThat(awaitable(mono).await()).isEqualTo("nobody");
        assertThat(USER.get()).isEqualTo("ada");
      });
    } finally {
      Hooks.disableAutomaticContextPropagation();
    }
  }

  @Test
  void outsideOfSubscriptionsTheReactorContextIsEmpty(Runner runner) throws Exception {
    assertThat(reactorContext().isEmpty()).isTrue();
    runner.run(() -> assertThat(reactorContext().isEmpty()).isTrue());
  }
}
