// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static io.interloop.completablefuture.FutureAdapter.completableFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.BothMoments;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Moment;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What bit the users of other bridges between futures and coroutines. */
@ExtendWith(LoopExtension.class)
@Timeout(60)
class TrapsTest {

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  /**
   * Kotlin/kotlinx.coroutines#259: {@code cancel(false)}, to which some futures do not listen. What
   * a real connection sees of it is in {@link HttpCancellationTest}.
   */
  @Test
  void theFutureIsCancelledWithAnInterrupt(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    CompletableFuture<String> future =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            trail.add("cancel(" + mayInterruptIfRunning + ")");
            return super.cancel(mayInterruptIfRunning);
          }
        };
    runner.run(() -> {
      Task<String> task = loop.createTask(awaitable(future));
      loop.callSoon(task::cancel);
      settle();
    });
    trail.assertIs("cancel(true)");
  }

  /**
   * Kotlin/kotlinx.coroutines#3658: awaiting a future that somebody had cancelled ended the
   * coroutine without a word, as if it had been cancelled itself.
   */
  @BothMoments
  void awaitingACancelledFutureDoesNotEndTheWaiter(
      Moment moment, Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = new CompletableFuture<>();
      Task<String> task =
          loop.createTask(() -> {
            Task<?> self = Objects.requireNonNull(Task.current());
            moment.happens(() -> future.cancel(true));
            try {
              return awaitable(future).await();
            } catch (CancelledError error) {
              trail.add("the future was cancelled, I was not: " + self.cancelling());
            }
            settle();
            return "went on";
          });
      trail.add(task.await());
      assertThat(task.cancelled()).isFalse();
    });
    trail.assertIs("the future was cancelled, I was not: 0", "went on");
  }

  /**
   * Kotlin/kotlinx.coroutines#3658, the other half: the failure of a group's member is not hidden
   * by a future that was cancelled.
   */
  @Test
  void aCancelledFutureIsAFailureToWhoeverLooks(Runner runner) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> future = new CompletableFuture<>();
      future.cancel(true);
      CompletableFuture<String> outer = completableFuture(() -> awaitable(future).await());
      settle();
      assertThat(outer).isCancelled();
    });
  }

  /**
   * failsafe-lib/failsafe#266: cancelling the future of a retried operation stopped the retries and
   * left the attempt under way running.
   */
  @Test
  void cancellingTheOuterFutureCancelsTheAttemptUnderWay(Runner runner) throws Exception {
    List<CompletableFuture<String>> attempts = new ArrayList<>();
    runner.run(() -> {
      CompletableFuture<String> retried =
          completableFuture(() -> {
            while (true) {
              try {
                return FutureAdapter.<String>awaitable(
                        () -> {
                          CompletableFuture<String> attempt = new CompletableFuture<>();
                          attempts.add(attempt);
                          return attempt;
                        })
                    .await();
              } catch (IOException again) {
                settle();
              }
            }
          });
      settle();
      attempts.get(0).completeExceptionally(new IOException("try again"));
      Asyncio.sleep(Duration.ofSeconds(2)).await();
      assertThat(attempts).hasSize(2);
      retried.thenApply(String::length).cancel(true);
      settle();
      assertThat(attempts.get(1)).isCancelled();
      settle();
      assertThat(attempts).hasSize(2);
      assertThat(retried).isCancelled();
    });
  }
}
