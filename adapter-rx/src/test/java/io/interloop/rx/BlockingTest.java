// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.rx.RxAdapter.deferSingle;
import static io.interloop.rx.RxAdapter.refuseBlockingOnLoops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocking is refused where it would deadlock, and nowhere else. */
@ExtendWith(LoopExtension.class)
final class BlockingTest {

  @AfterEach
  void reset() {
    RxJavaPlugins.reset();
  }

  @Test
  void blockingInACoroutineFailsWithRxsMessage(Runner runner) throws Exception {
    refuseBlockingOnLoops();
    runner.run(() -> {
      Single<String> own = deferSingle(() -> "value");
      assertThatThrownBy(own::blockingGet)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Attempt to block");
      Asyncio.sleep(Duration.ofMillis(1)).await();
      assertThatThrownBy(() -> own.toFlowable().blockingFirst()).isInstanceOf(Exception.class);
      assertThat(awaitable(own).await()).isEqualTo("value");
    });
  }

  @Test
  void soItDoesInACallback(Runner runner, EventLoop loop, Reports reports) throws Exception {
    refuseBlockingOnLoops();
    runner.run(() -> {
      loop.callSoon(() -> {
        long unused = Single.timer(1, TimeUnit.MINUTES).blockingGet();
      });
      Asyncio.sleep(Duration.ofMillis(1)).await();
    });
    assertThat(reports.take())
        .singleElement()
        .satisfies(
            report -> assertThat(report.exception()).hasMessageContaining("Attempt to block"));
  }

  @Test
  void otherThreadsMayBlock(Runner runner) throws Exception {
    refuseBlockingOnLoops();
    try (LoopThread thread = new LoopThread()) {
      assertThat(deferSingle(thread.loop(), () -> "value").blockingGet()).isEqualTo("value");
    }
    runner.run(() -> {
      Single<Long> timer = Single.timer(1, TimeUnit.MILLISECONDS);
      assertThat(Asyncio.toThread(timer::blockingGet).await()).isZero();
    });
  }

  @Test
  void aHookThatWasThereIsAskedToo(Trail trail) {
    RxJavaPlugins.setOnBeforeBlocking(() -> {
      trail.add("asked");
      return true;
    });
    refuseBlockingOnLoops();
    assertThatThrownBy(() -> Single.timer(1, TimeUnit.MINUTES).blockingGet())
        .isInstanceOf(IllegalStateException.class);
    trail.assertIs("asked");
  }
}
