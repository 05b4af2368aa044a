// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static io.interloop.completablefuture.FutureAdapter.completableFuture;
import static io.interloop.completablefuture.FutureAdapter.publisher;
import static io.interloop.completablefuture.FutureAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import io.interloop.testkit.VirtualHost;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LoopExtension.class)
@Timeout(60)
class HubFutureTest {

  private static Awaitable<String> waiting(Trail trail) {
    return () -> {
      try {
        return Asyncio.sleep(Duration.ofHours(1), "value").await();
      } finally {
        trail.add("task ends");
      }
    };
  }

  /**
   * Starts a task that waits, does something to its CompletableFuture, and sees whether it ends.
   */
  private static void assertStops(
      Runner runner, Trail trail, Consumer<CompletableFuture<String>> action) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = completableFuture(waiting(trail));
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      action.accept(future);
      trail.add("from outside");
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    trail.assertIs("from outside", "task ends");
  }

  // ---- completed from outside

  @Test
  void cancelStopsTheTask(Runner runner, Trail trail) throws Exception {
    assertStops(
        runner,
        trail,
        future -> {
          assertThat(future.cancel(false)).isTrue();
          assertThat(future.isCancelled()).isTrue();
        });
  }

  @Test
  void completeStopsTheTask(Runner runner, Trail trail) throws Exception {
    assertStops(
        runner,
        trail,
        future -> {
          assertThat(future.complete("from outside")).isTrue();
          assertThat(future.join()).isEqualTo("from outside");
        });
  }

  @Test
  void completeExceptionallyStopsTheTask(Runner runner, Trail trail) throws Exception {
    assertStops(runner, trail, future -> future.completeExceptionally(new IOException()));
  }

  @Test
  void completeAsyncStopsTheTask(Runner runner, Trail trail) throws Exception {
    assertStops(
        runner,
        trail,
        future ->
            assertThat(future.completeAsync(() -> "from outside", Runnable::run))
                .isCompletedWithValue("from outside"));
  }

  @Test
  void obtrudingStopsTheTask(Runner runner, Trail trail) throws Exception {
    assertStops(runner, trail, future -> future.obtrudeValue("from outside"));
  }

  @Test
  void cancellingADerivedStageStopsTheTask(Runner runner, Trail trail) throws Exception {
    assertStops(runner, trail, future -> future.thenApply(String::length).cancel(false));
  }

  @Test
  void completingAStageDerivedFromADerivedStageStopsTheTask(Runner runner, Trail trail)
      throws Exception {
    assertStops(
        runner,
        trail,
        future -> future.thenApply(String::length).thenApply(n -> n + 1).complete(5));
  }

  @Test
  void aDerivedStageThatIsCancelledDoesNotLeaveTheOthersWaiting(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = completableFuture(waiting(new Trail()));
      var unused =
          future.whenComplete((value, thrown) -> trail.add("another stage: " + thrown.getClass()));
      future.thenApply(String::length).cancel(false);
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(future).isCancelled();
    });
    trail.assertIs("another stage: " + CancellationException.class);
  }

  @Test
  void aTimeoutStopsTheTask() throws Exception {
    assertStopsInRealTime(future -> future.orTimeout(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void aTimeoutWithADefaultStopsTheTask() throws Exception {
    assertStopsInRealTime(future -> future.completeOnTimeout("default", 1, TimeUnit.MILLISECONDS));
  }

  @Test
  void aTimeoutOfADerivedStageStopsTheTask() throws Exception {
    assertStopsInRealTime(
        future -> future.thenApply(String::length).orTimeout(1, TimeUnit.MILLISECONDS));
  }

  /** The JDK's timeouts run on the JDK's clock. */
  private static void assertStopsInRealTime(Consumer<CompletableFuture<String>> timeout)
      throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    try (LoopThread loopThread = new LoopThread()) {
      Awaitable<String> coroutine =
          () -> {
            try {
              return Asyncio.sleep(Duration.ofHours(1), "value").await();
            } finally {
              ended.complete("task ends");
            }
          };
      CompletableFuture<String> future = completableFuture(loopThread.loop(), coroutine);
      // A task that is cancelled before its first step has nothing to end.
      loopThread.call(() -> null);
      loopThread.call(() -> null);
      timeout.accept(future);
      assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("task ends");
    }
  }

  @Test
  void detachedTheTaskRunsOn(Runner runner, EventLoop loop, Trail trail) throws Exception {
    ConversionOptions options =
        ConversionOptions.DEFAULT
            .withOnCancel(OnCancel.DETACH)
            .withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      CompletableFuture<String> future =
          completableFuture(loop, Asyncio.sleep(Duration.ofHours(1), "value"), options);
      CompletableFuture<String> other =
          completableFuture(loop, Asyncio.sleep(Duration.ofHours(2), "other"), options);
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(future.cancel(true)).isTrue();
      assertThat(other.thenApply(String::length).cancel(true)).isTrue();
      Asyncio.sleep(Duration.ofHours(3)).await();
      trail.add(other.join());
    });
    trail.assertIs("discarded value", "other");
  }

  @Test
  void cancellingAfterTheResultChangesNothing(Runner runner) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = completableFuture(() -> "value");
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(future.cancel(true)).isFalse();
      assertThat(future.join()).isEqualTo("value");
    });
  }

  // ---- waited for

  @Test
  void joinAndGetRefuseOnTheThreadOfAGuestsHost() {
    VirtualHost host = new VirtualHost();
    EventLoop loop = Asyncio.newGuestLoop(host);
    CompletableFuture<String> future =
        completableFuture(loop, Asyncio.sleep(Duration.ofSeconds(1), "value"));
    assertThatThrownBy(future::join)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("join()");
    assertThatThrownBy(() -> future.get(1, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class);
    host.run();
    assertThat(future.join()).isEqualTo("value");
    loop.close();
  }

  @Test
  void joinAndGetRefuseOnTheLoop(Runner runner) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = completableFuture(() -> "value");
      assertThatThrownBy(future::join)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("await the coroutine instead");
      assertThatThrownBy(future::get).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> future.get(1, TimeUnit.DAYS))
          .isInstanceOf(IllegalStateException.class);
      CompletableFuture<Integer> derived = future.thenApply(String::length);
      assertThatThrownBy(derived::join).isInstanceOf(IllegalStateException.class);
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(future.join()).isEqualTo("value");
      assertThat(future.get()).isEqualTo("value");
      assertThat(derived.get(1, TimeUnit.DAYS)).isEqualTo(5);
    });
  }

  @Test
  void aForeignThreadMayBlock() throws Exception {
    IOException failure = new IOException("expected");
    try (LoopThread loopThread = new LoopThread()) {
      assertThat(
              completableFuture(loopThread.loop(), Asyncio.sleep(Duration.ofMillis(1), "value"))
                  .get(30, TimeUnit.SECONDS))
          .isEqualTo("value");
      assertThatThrownBy(() ->
              completableFuture(
                      loopThread.loop(),
                      () -> {
                        throw failure;
                      })
                  .get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isSameAs(failure);
    }
  }

  // ---- which loop

  @Test
  void aFutureOfAnotherLoopIsRefused(EventLoop loop) {
    EventLoop other = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    Promise<String> promise = other.createPromise();
    assertThatThrownBy(() -> completableFuture(loop, promise))
        .isInstanceOf(IllegalArgumentException.class);
    other.close();
  }

  @Test
  void withoutALoopACoroutineIsRefused() {
    assertThatThrownBy(() -> completableFuture(() -> "value"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFutureKnowsItsLoop(Runner runner, EventLoop loop) throws Exception {
    Promise<String> promise = loop.createPromise();
    CompletableFuture<String> future = completableFuture(promise);
    runner.run(() -> {
      promise.setResult("value");
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    assertThat(future).isCompletedWithValue("value");
  }

  @Test
  void theReadmesExampleRuns(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> greeting = CompletableFuture.supplyAsync(() -> "Hello");
      trail.add(awaitable(greeting).await());
      CompletableFuture<Integer> length =
          completableFuture(() -> awaitable(greeting).await().length());
      trail.add("of length " + awaitable(length.thenApply(n -> n + 1)).await());
      Flow.Publisher<Integer> numbers =
          publisher(() -> Asyncio.<Integer>generator(items -> items.yield(1)));
      for (int number : stream(numbers)) {
        trail.add("number " + number);
      }
    });
    trail.assertIs("Hello", "of length 6", "number 1");
  }
}
