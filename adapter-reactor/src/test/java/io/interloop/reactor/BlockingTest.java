// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.deferMono;
import static io.interloop.reactor.ReactorAdapter.refuseBlockingOnLoops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.LoopThread;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Blocking is refused where it would deadlock, and nowhere else. */
@ExtendWith(LoopExtension.class)
final class BlockingTest {

  @BeforeEach
  void install() {
    refuseBlockingOnLoops();
  }

  @AfterEach
  void reset() {
    Schedulers.resetNonBlockingThreadPredicate();
  }

  @Test
  void blockingInACoroutineFailsWithReactorsMessage(Runner runner) throws Exception {
    runner.run(() -> {
      Mono<String> own = deferMono(() -> "value");
      assertThatThrownBy(own::block)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not supported in thread");
      Asyncio.sleep(Duration.ofMillis(1)).await();
      assertThatThrownBy(() -> own.block(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> Flux.from(own).blockFirst())
          .isInstanceOf(IllegalStateException.class);
      assertThat(awaitable(own).await()).isEqualTo("value");
    });
  }

  @Test
  void soItDoesInACallback(Runner runner, EventLoop loop, Reports reports) throws Exception {
    runner.run(() -> {
      loop.callSoon(() -> Mono.delay(Duration.ofMillis(1)).block());
      Asyncio.sleep(Duration.ofMillis(1)).await();
    });
    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> assertThat(report.exception()).hasMessageContaining("not supported"));
  }

  @Test
  void otherThreadsMayBlock(Runner runner) throws Exception {
    try (LoopThread thread = new LoopThread()) {
      assertThat(deferMono(thread.loop(), () -> "value").block()).isEqualTo("value");
    }
    runner.run(() ->
        assertThat(Asyncio.toThread(() -> Mono.just("elsewhere").hide().block()).await())
            .isEqualTo("elsewhere"));
  }
}
