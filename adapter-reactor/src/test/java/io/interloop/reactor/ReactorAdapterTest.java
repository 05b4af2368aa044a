// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.deferMono;
import static io.interloop.reactor.ReactorAdapter.first;
import static io.interloop.reactor.ReactorAdapter.mono;
import static io.interloop.reactor.ReactorAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.ContextVar;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.ManualPublisher;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

@ExtendWith(LoopExtension.class)
@Timeout(60)
class ReactorAdapterTest {

  /** Requests when it is told to. */
  private static final class Hesitant extends BaseSubscriber<String> {
    private final Trail trail;

    Hesitant(Trail trail) {
      this.trail = trail;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      trail.add("subscribed");
    }

    @Override
    protected void hookOnNext(String value) {
      trail.add(value);
    }

    @Override
    protected void hookOnComplete() {
      trail.add("completed");
    }
  }

  @Test
  void aValueWaitsForTheRequest(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Hesitant subscriber = new Hesitant(trail);
      deferMono(() -> "value").subscribe(subscriber);
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      trail.add("request");
      subscriber.requestUnbounded();
    });
    trail.assertIs("subscribed", "request", "value", "completed");
  }

  @Test
  void aValueNobodyRequestsIsDiscardedOnCancel(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Hesitant subscriber = new Hesitant(trail);
      deferMono(
              loop, () -> "value", DEFAULT.withOnDiscard(value -> trail.add("discarded " + value)))
          .subscribe(subscriber);
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      subscriber.cancel();
    });
    trail.assertIs("subscribed", "discarded value");
  }

  @Test
  void aHotValueNobodyRequestsStaysWithTheFuture(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      promise.setResult("value");
      Hesitant subscriber = new Hesitant(trail);
      mono(promise).subscribe(subscriber);
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      subscriber.cancel();
      assertThat(promise.result()).isEqualTo("value");
    });
    trail.assertIs("subscribed");
  }

  @Test
  void aFutureThatIsDoneIsSignalledWithinTheSubscriptionAsACallbackWouldBe(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    ContextVar<String> user = ContextVar.of("user");
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      promise.setResult("value");
      user.set("ada");
      mono(promise)
          .subscribe(value -> {
            trail.add(value + " for " + user.get() + ", task " + Task.current());
            user.set("grace");
          });
      trail.add("subscribed for " + user.get() + ", task " + (Task.current() != null));
    });
    trail.assertIs("value for ada, task null", "subscribed for ada, task true");
  }

  @Test
  void aMonoThatEndsWhileItIsSubscribedToCostsNoTick(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      loop.callSoon(() -> trail.add("tick"));
      trail.add("" + awaitable(Mono.just("value").map(String::length)).await());
      trail.add("empty: " + awaitable(Mono.empty()).await());
      assertThatThrownBy(awaitable(Mono.error(new IOException("expected")))::await)
          .isInstanceOf(IOException.class);
      trail.add("failed");
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    trail.assertIs("5", "empty: null", "failed", "tick");
  }

  @Test
  void theEndOfAMonoIsAwaitedNotItsValue(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("value");
      loop.callSoon(() -> {
        trail.add("completing");
        source.complete();
      });
      trail.add(awaitable(Mono.fromDirect(FlowAdapters.toPublisher(source))).await());
      assertThat(source.cancelled()).isFalse();
    });
    trail.assertIs("completing", "value");
  }

  @Test
  void aSecondValueOfAMonoIsAProtocolError(Runner runner) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("one");
      source.emit("two");
      assertThatThrownBy(awaitable(Mono.fromDirect(FlowAdapters.toPublisher(source)))::await)
          .isInstanceOf(IllegalStateException.class);
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void theFirstOfAFluxCancelsTheRest(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Flux<Integer> flux = Flux.range(1, 10).doOnCancel(() -> trail.add("cancelled"));
      trail.add("first " + first(flux).await());
    });
    trail.assertIs("cancelled", "first 1");
  }

  @Test
  void operatorsOnBothSidesCompose(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      Mono<String> doubled =
          deferMono(loop, Asyncio.sleep(Duration.ofSeconds(1), "a")).map(value -> value + value);
      assertThat(awaitable(doubled).await()).isEqualTo("aa");
      List<String> lengths =
          stream(
                  ReactorAdapter.flux(() ->
                          Asyncio.<String>generator(items -> {
                            items.yield("x");
                            items.yield("xx");
                          }))
                      .concatMap(value -> deferMono(() -> value + value.length())))
              .toList()
              .await();
      assertThat(lengths).containsExactly("x1", "xx2");
    });
  }

  @Test
  void aMonoThatFallsBackSeesTheVeryFailure(Runner runner) throws Exception {
    IOException failure = new IOException("expected");
    runner.run(() -> {
      Mono<String> failing =
          deferMono(() -> {
            throw failure;
          });
      assertThat(
              awaitable(failing.onErrorResume(e -> Mono.just("same: " + (e == failure)))).await())
          .isEqualTo("same: true");
    });
  }

  @Test
  void aForeignThreadMayBlock() {
    try (LoopThread loopThread = new LoopThread()) {
      assertThat(
              deferMono(loopThread.loop(), Asyncio.sleep(Duration.ofMillis(1), "value"))
                  .block(Duration.ofSeconds(30)))
          .isEqualTo("value");
      assertThat(
              ReactorAdapter.flux(
                      loopThread.loop(),
                      () -> stream(Flux.range(0, 1000).publishOn(Schedulers.parallel())))
                  .publishOn(Schedulers.single(), 8)
                  .count()
                  .block(Duration.ofSeconds(30)))
          .isEqualTo(1000);
    }
  }

  @Test
  void itemsKeepTheirOrderOnTheirWayBetweenThreads() throws Exception {
    int count = 20_000;
    try (LoopThread loopThread = new LoopThread()) {
      List<Integer> items =
          deferMono(
                  loopThread.loop(),
                  () ->
                      stream(
                              Flux.range(0, count).publishOn(Schedulers.parallel(), 8),
                              DEFAULT.withPrefetch(5))
                          .toList()
                          .await())
              .block(Duration.ofSeconds(50));
      assertThat(items).isEqualTo(IntStream.range(0, count).boxed().toList());
    }
  }

  @Test
  void theAssemblyHookAppliesToAMono(EventLoop loop, Trail trail) {
    Hooks.onEachOperator(
        Operators.lift((scannable, subscriber) -> {
          trail.add("assembled");
          return subscriber;
        }));
    try {
      mono(loop.createPromise()).subscribe();
    } finally {
      Hooks.resetOnEachOperator();
    }
    trail.assertIs("assembled");
  }

  @Test
  void detachedTheTaskRunsOn(Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      deferMono(
              loop,
              Asyncio.sleep(Duration.ofHours(1), "value"),
              DEFAULT
                  .withOnCancel(OnCancel.DETACH)
                  .withOnDiscard(value -> trail.add("discarded " + value)))
          .subscribe()
          .dispose();
      Disposable subscription =
          deferMono(
                  loop,
                  Asyncio.sleep(Duration.ofHours(1), "value"),
                  DEFAULT
                      .withOnCancel(OnCancel.DETACH)
                      .withOnDiscard(value -> trail.add("discarded " + value)))
              .subscribe();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      subscription.dispose();
      Asyncio.sleep(Duration.ofHours(2)).await();
    });
    trail.assertIs("discarded value", "discarded value");
  }

  @Test
  void theReadmesExampleRuns(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Mono<String> greeting = Mono.just("Hello").delayElement(Duration.ofMillis(10));
      trail.add(awaitable(greeting).await());
      for (int number : stream(Flux.range(1, 2))) {
        trail.add("number " + number);
      }
      Mono<String> fromTheHub = deferMono(() -> awaitable(greeting).await() + ", Reactor");
      trail.add(awaitable(fromTheHub.map(String::toUpperCase)).await());
    });
    trail.assertIs("Hello", "number 1", "number 2", "HELLO, REACTOR");
  }
}
