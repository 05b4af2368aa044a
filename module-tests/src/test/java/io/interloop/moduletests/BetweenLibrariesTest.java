// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.completablefuture.FutureAdapter.completableFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** From one library to another through the hub: what one side is told, the other side hears. */
@ExtendWith(LoopExtension.class)
class BetweenLibrariesTest {

  private static Single<String> never(Trail trail) {
    return Single.<String>never().doOnDispose(() -> trail.add("disposed"));
  }

  /** reactor/reactor-addons#291: a Mono made of a Single never disposed it. */
  @Test
  void cancellingAMonoMadeOfASingleDisposesTheSingle(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Mono<String> mono = ReactorAdapter.deferMono(RxAdapter.awaitable(never(trail)));
      Disposable subscription = mono.subscribe();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      subscription.dispose();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    trail.assertIs("disposed");
  }

  /** ReactiveX/RxJava#7884: with the future's own cancellation instead of a wrapper's. */
  @Test
  void cancellingAFutureMadeOfASingleDisposesTheSingleAndNobodyComplains(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = completableFuture(RxAdapter.awaitable(never(trail)));
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(future.cancel(true)).isTrue();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    trail.assertIs("disposed");
  }
}
