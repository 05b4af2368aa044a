// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.deferMono;
import static io.interloop.reactor.ReactorAdapter.first;
import static io.interloop.reactor.ReactorAdapter.mono;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What bit the users of other bridges between Reactor and futures or coroutines. */
@ExtendWith(LoopExtension.class)
@Timeout(60)
class TrapsTest {

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  /**
   * reactor/reactor-core#3138: cancelling did not reach the future behind a Mono; #3252: then it
   * did, also for those who shared it. Here the caller says which.
   */
  @Test
  void cancellingReachesTheFutureBehindAMonoUnlessTheCallerDetaches(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      CompletableFuture<String> own = new CompletableFuture<>();
      CompletableFuture<String> shared = new CompletableFuture<>();
      Task<String> propagating = loop.createTask(awaitable(Mono.fromFuture(own)));
      ConversionOptions detach = DEFAULT.withOnCancel(OnCancel.DETACH);
      Task<String> detaching = loop.createTask(awaitable(Mono.fromFuture(shared), detach));
      loop.callSoon(propagating::cancel);
      loop.callSoon(detaching::cancel);
      settle();
      assertThat(own).isCancelled();
      assertThat(shared).isNotDone();
    });
  }

  /** The same threads, the other way: the two forms of a Mono say it by their names. */
  @Test
  void disposingAHotMonoLeavesTheFutureAndDisposingAColdOneCancelsTheTask(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> shared = loop.createPromise();
      mono(shared).subscribe().dispose();
      Mono<String> cold =
          deferMono(() -> {
            try {
              return Asyncio.sleep(Duration.ofHours(1), "never").await();
            } finally {
              trail.add("cancelled");
            }
          });
      var subscription = cold.subscribe();
      settle();
      subscription.dispose();
      settle();
      assertThat(shared.done()).isFalse();
    });
    trail.assertIs("cancelled");
  }

  private static Flux<String> transaction(Trail trail) {
    return Flux.usingWhen(
        Mono.just("connection"),
        connection -> Flux.just("row", "last row"),
        connection -> Mono.fromRunnable(() -> trail.add("commit")),
        (connection, failure) -> Mono.fromRunnable(() -> trail.add("rollback")),
        connection -> Mono.fromRunnable(() -> trail.add("rollback on cancel")));
  }

  /**
   * spring-projects/spring-framework#25091: whoever cancels after the first value rolls the
   * transaction back. A Mono is awaited to its end, so the commit is done when the await returns.
   */
  @Test
  void awaitingAMonoCommitsBeforeItReturns(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      assertThat(awaitable(transaction(trail).last()).await()).isEqualTo("last row");
      trail.add("returned");
    });
    trail.assertIs("commit", "returned");
  }

  /** spring-projects/spring-framework#25091: for the first of many, the caller says which. */
  @Test
  void theFirstOfManyCommitsIfTheRestIsDrainedAndCancelsOtherwise(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      ConversionOptions drain = DEFAULT.withAfterFirst(AfterFirst.DRAIN);
      assertThat(first(transaction(trail), drain).await()).isEqualTo("row");
      trail.add("returned");
      assertThat(first(transaction(trail)).await()).isEqualTo("row");
    });
    trail.assertIs("commit", "returned", "rollback on cancel");
  }
}
