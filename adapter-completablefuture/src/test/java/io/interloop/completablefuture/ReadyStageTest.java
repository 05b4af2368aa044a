// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static io.interloop.completablefuture.FutureAdapter.completableFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stage that is done is asked for its result, and not waited for. */
@ExtendWith(LoopExtension.class)
class ReadyStageTest {

  @Test
  void aStageThatIsDoneCostsNoTick(Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      loop.callSoon(() -> trail.add("tick"));
      trail.add(awaitable(CompletableFuture.completedFuture("value")).await());
      trail.add("null: " + awaitable(CompletableFuture.completedFuture(null)).await());
      trail.add(awaitable(() -> CompletableFuture.completedFuture("supplied")).await());
      assertThatThrownBy(awaitable(CompletableFuture.failedFuture(new IOException()))::await)
          .isInstanceOf(IOException.class);
      trail.add("failed");
      Asyncio.sleep(Duration.ZERO).await();
    });
    trail.assertIs("value", "null: null", "supplied", "failed", "tick");
  }

  @Test
  void stagesThatHideTheirStateAreAttachedTo(Runner runner) throws Exception {
    runner.run(() -> {
      CompletionStage<String> minimal =
          CompletableFuture.completedFuture("value").minimalCompletionStage();
      assertThat(awaitable(minimal).await()).isEqualTo("value");
      CompletableFuture<String> ownIdeas =
          new CompletableFuture<>() {
            @Override
            public State state() {
              throw new UnsupportedOperationException("not to be asked");
            }

            @Override
            public String resultNow() {
              throw new UnsupportedOperationException("not to be asked");
            }
          };
      ownIdeas.complete("its own");
      assertThat(awaitable(ownIdeas).await()).isEqualTo("its own");
    });
  }

  @Test
  void theHubsOwnCompletableFutureIsAskedToo(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      promise.setResult("value");
      loop.callSoon(() -> trail.add("tick"));
      trail.add(awaitable(completableFuture(promise)).await());
      Asyncio.sleep(Duration.ZERO).await();
    });
    trail.assertIs("value", "tick");
  }

  @Test
  void oneWrapperComesOffAFailureThatIsThere(Runner runner) throws Exception {
    runner.run(() -> {
      IOException failure = new IOException("expected");
      ExecutionException wrapped = new ExecutionException(new IOException("innermost"));
      assertThatThrownBy(
              awaitable(CompletableFuture.failedFuture(failure).thenApply(unreachable -> "never"))
                  ::await)
          .isSameAs(failure);
      assertThatThrownBy(
              awaitable(CompletableFuture.failedFuture(new CompletionException(wrapped)))::await)
          .isSameAs(wrapped);
      assertThatThrownBy(awaitable(CompletableFuture.failedFuture(wrapped))::await)
          .isSameAs(wrapped.getCause());
    });
  }

  @Test
  void aStageThatWasCancelledIsNotACancellationOfTheTask(Runner runner) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> cancelled = new CompletableFuture<>();
      cancelled.cancel(true);
      assertThatThrownBy(awaitable(cancelled)::await)
          .isInstanceOf(CancelledError.class)
          .hasCauseInstanceOf(CancellationException.class);
      Task<?> task = Task.current();
      assertThat(task == null ? -1 : task.cancelling()).isZero();
    });
  }

  @Test
  void evenAStageThatIsDoneIsAwaitedInTasksAlone(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    CompletableFuture<String> done = CompletableFuture.completedFuture("value");
    assertThatThrownBy(awaitable(done)::await).isInstanceOf(IllegalStateException.class);
    runner.run(() -> {
      loop.callSoon(() -> {
        assertThatThrownBy(awaitable(done)::await)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("await in a callback");
        trail.add("refused");
      });
      Asyncio.sleep(Duration.ZERO).await();
    });
    trail.assertIs("refused");
  }

  @Test
  void aTaskThatIsToBeCancelledStillGetsAResultThatIsThere(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          loop.createTask(() -> {
            Task<?> self = Task.current();
            if (self != null) {
              self.cancel();
            }
            trail.add(awaitable(CompletableFuture.completedFuture("value")).await());
            Asyncio.sleep(Duration.ZERO).await();
            trail.add("not reached");
          });
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(task.cancelled()).isTrue();
    });
    trail.assertIs("value");
  }
}
