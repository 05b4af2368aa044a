// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Code on an executor, when it is cancelled while it runs. */
@ExtendWith(LoopExtension.class)
class CallableTest {
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  private String blockingCode() throws InterruptedException {
    running.countDown();
    never.await();
    return "never";
  }

  /** Waits until the executor has done all it was given, and until the loop has seen that. */
  private void settle() throws Exception {
    executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  @Test
  void cancellingInterruptsTheCodeAndIsAnsweredWithoutAReport(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      Task<String> task = loop.createTask(awaitable(executor, this::blockingCode));
      Asyncio.sleep(Duration.ZERO).await();
      running.await();
      task.cancel();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      settle();
      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void theInterruptDoesNotReachTheExecutorsNextJob(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      Task<String> task =
          loop.createTask(
              awaitable(
                  executor,
                  () -> {
                    running.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                      Thread.onSpinWait();
                    }
                    return "interrupted";
                  }));
      Asyncio.sleep(Duration.ZERO).await();
      running.await();
      task.cancel();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(executor.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
    });
  }

  @Test
  void whatTheCodeReturnsOrThrowsAfterTheCancellationIsNotLost(
      Runner runner, EventLoop loop, Trail trail, Reports reports) throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      Task<String> returning =
          loop.createTask(
              awaitable(
                  executor,
                  () -> {
                    try {
                      return blockingCode();
                    } catch (InterruptedException interrupted) {
                      return "what there was";
                    }
                  },
                  options));
      Asyncio.sleep(Duration.ZERO).await();
      running.await();
      returning.cancel();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      settle();
      CountDownLatch second = new CountDownLatch(1);
      Task<String> throwing =
          loop.createTask(
              awaitable(
                  executor,
                  () -> {
                    second.countDown();
                    try {
                      never.await();
                    } catch (InterruptedException interrupted) {
                      throw new IOException("half done");
                    }
                    return "never";
                  },
                  options));
      Asyncio.sleep(Duration.ZERO).await();
      second.await();
      throwing.cancel();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      settle();
    });
    trail.assertIs("discarded what there was");
    assertThat(reports.take())
        .extracting(r -> r.exception().getMessage())
        .containsOnly("half done");
  }

  @Test
  void detachedCodeRunsOn(Runner runner, EventLoop loop, Trail trail) throws Exception {
    ConversionOptions options =
        DEFAULT
            .withOnCancel(OnCancel.DETACH)
            .withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      Task<String> task =
          loop.createTask(
              awaitable(
                  executor,
                  () -> {
                    running.countDown();
                    never.await();
                    return "undisturbed";
                  },
                  options));
      Asyncio.sleep(Duration.ZERO).await();
      running.await();
      task.cancel();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      never.countDown();
      settle();
      assertThat(task.cancelled()).isTrue();
    });
    trail.assertIs("discarded undisturbed");
  }

  @Test
  void anExecutorThatRefusesFailsTheAwait(Runner runner) throws Exception {
    executor.shutdown();
    runner.run(() ->
        assertThatThrownBy(awaitable(executor, () -> "never")::await)
            .isInstanceOf(RejectedExecutionException.class));
  }
}
