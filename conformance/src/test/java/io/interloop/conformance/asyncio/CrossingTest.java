// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.toLoop;
import static io.interloop.asyncio.Asyncio.wrapFuture;
import static java.time.Duration.ZERO;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.ExceptionHandler;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopGroup;
import io.interloop.asyncio.ReturnWhen;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work and results that go from one loop to another. */
@ExtendWith(LoopExtension.class)
class CrossingTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  private final LoopGroup group = LoopGroup.open(1);
  private final EventLoop other = group.next();

  @AfterEach
  void closeTheOtherLoop() {
    group.close();
  }

  private <T> T there(Awaitable<T> coroutine) throws Exception {
    return runCoroutineThreadsafe(coroutine, other).get(10, SECONDS);
  }

  private Promise<String> promiseThere() throws Exception {
    return there(() -> other.<String>createPromise());
  }

  // ---- coroutines

  @Test
  void aCoroutineRunsThereAndItsResultArrivesHere(Runner runner) throws Exception {
    runner.run(() -> {
      EventLoop here = getRunningLoop();
      VAR.set("crosses");
      Awaitable<String> work =
          toLoop(
              other,
              () -> {
                assertThat(getRunningLoop()).isSameAs(other);
                return VAR.get();
              });
      assertThat(work.await()).isEqualTo("crosses");
      assertThat(work.await()).isEqualTo("crosses");
      assertThat(getRunningLoop()).isSameAs(here);
    });
  }

  @Test
  void theLoopItselfMayBeTheOther(Runner runner) throws Exception {
    runner.run(() -> {
      int result = toLoop(getRunningLoop(), () -> 3).await();
      assertThat(result).isEqualTo(3);
    });
  }

  @Test
  void aFailureThereIsTheVeryObjectHere(Runner runner) throws Exception {
    IOException failure = new IOException("there");
    runner.run(() -> {
      Awaitable<?> failing =
          toLoop(
              other,
              () -> {
                throw failure;
              });
      assertThatThrownBy(failing::await).isSameAs(failure);
    });
  }

  @Test
  void cancellingWhoAwaitsCancelsTheTaskThere(Runner runner) throws Exception {
    CompletableFuture<String> cleanedUp = new CompletableFuture<>();
    runner.run(() -> {
      EventLoop here = getRunningLoop();
      Promise<String> begun = here.createPromise();
      Task<?> waiting =
          createTask(
              toLoop(
                  other,
                  () -> {
                    here.callSoonThreadsafe(() -> begun.setResult(""));
                    try {
                      other.createPromise().await();
                    } catch (CancelledError cancelled) {
                      cleanedUp.complete("cleaned up");
                      throw cancelled;
                    }
                  }));
      begun.await();
      waiting.cancel();
      assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
    });

    assertThat(cleanedUp.get(10, SECONDS)).isEqualTo("cleaned up");
  }

  @Test
  void aFailureAfterTheCancellationIsReported(Runner runner, Reports reports) throws Exception {
    IOException failure = new IOException("in the cleanup");
    runner.run(() -> {
      EventLoop here = getRunningLoop();
      Promise<String> begun = here.createPromise();
      Promise<String> reported = here.createPromise();
      ExceptionHandler collect = here.getExceptionHandler();
      here.setExceptionHandler((loop, report) -> {
        collect.handle(loop, report);
        reported.setResult(report.message());
      });
      Task<?> waiting =
          createTask(
              toLoop(
                  other,
                  () -> {
                    here.callSoonThreadsafe(() -> begun.setResult(""));
                    try {
                      other.createPromise().await();
                    } catch (CancelledError cancelled) {
                      throw failure;
                    }
                  }));
      begun.await();
      waiting.cancel();
      assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
      assertThat(reported.await()).startsWith("the task of another loop failed after");
    });

    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
  }

  @Test
  void aCancellationThereIsNotMine(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      try {
        toLoop(
                other,
                () -> {
                  throw new CancelledError("there");
                })
            .await();
      } catch (CancelledError cancelled) {
        trail.add(cancelled.getMessage() + ", cancelling " + Task.current().cancelling());
      }
    });

    trail.assertIs("there, cancelling 0");
  }

  @Test
  void aLoopThatIsClosedSaysSo(Runner runner) throws Exception {
    group.close();
    runner.run(() -> {
      assertThatThrownBy(toLoop(other, () -> 1)::await)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Event loop is closed");
    });
  }

  @Test
  void whoAwaitsIsToldThatTheOtherLoopCloses(Runner runner) throws Exception {
    Promise<String> theirs = promiseThere();
    runner.run(() -> {
      Future<String> ours = wrapFuture(theirs);
      // Only once a task there awaits it.
      toLoop(other, () -> {}).await();
      group.shutdown().await();
      assertThatThrownBy(ours::await).isInstanceOf(CancelledError.class);
      assertThat(Task.current().cancelling()).isZero();
    });
  }

  // ---- futures

  @Test
  void theResultOfAFutureCrosses(Runner runner) throws Exception {
    Promise<String> doneAlready = promiseThere();
    other.callSoonThreadsafe(() -> doneAlready.setResult("done already"));
    Promise<String> doneLater = promiseThere();
    runner.run(() -> {
      assertThat(wrapFuture(doneAlready).await()).isEqualTo("done already");
      Future<String> wrapped = wrapFuture(doneLater);
      assertThat(wrapped.getLoop()).isSameAs(getRunningLoop());
      other.callSoonThreadsafe(() -> doneLater.setResult("done later"));
      assertThat(wrapped.await()).isEqualTo("done later");
    });
  }

  @Test
  void aFutureOfTheSameLoopIsReturnedAsItIs(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> promise = getRunningLoop().createPromise();
      assertThat(wrapFuture(promise)).isSameAs(promise);
    });
  }

  @Test
  void cancellingEitherFutureCancelsTheOther(Runner runner) throws Exception {
    Promise<String> cancelledThere = promiseThere();
    Promise<String> cancelledHere = promiseThere();
    CompletableFuture<Boolean> seenThere = new CompletableFuture<>();
    other.callSoonThreadsafe(
        () -> cancelledHere.addDoneCallback(done -> seenThere.complete(done.cancelled())));
    runner.run(() -> {
      Future<String> ours = wrapFuture(cancelledThere);
      other.callSoonThreadsafe(cancelledThere::cancel);
      assertThatThrownBy(ours::await).isInstanceOf(CancelledError.class);
      assertThat(Task.current().cancelling()).isZero();
      wrapFuture(cancelledHere).cancel();
      // The source is cancelled a tick later.
      sleep(ZERO).await();
    });

    assertThat(seenThere.get(10, SECONDS)).isTrue();
  }

  @Test
  void cancellingAWrappedTaskIsOneRequest(Runner runner) throws Exception {
    CompletableFuture<Integer> requests = new CompletableFuture<>();
    Task<?> theirs =
        there(() ->
            createTask(() -> {
              try {
                other.createPromise().await();
              } catch (CancelledError cancelled) {
                requests.complete(Task.current().cancelling());
                throw cancelled;
              }
            }));
    runner.run(() -> {
      wrapFuture(theirs).cancel();
      sleep(ZERO).await();
    });

    assertThat(requests.get(10, SECONDS)).isEqualTo(1);
  }

  @Test
  void withoutCrossingAFutureOfAnotherLoopIsRefused(Runner runner) throws Exception {
    Promise<String> pending = promiseThere();
    Promise<String> done =
        there(() -> {
          Promise<String> promise = other.createPromise();
          promise.setResult("done");
          return promise;
        });
    runner.run(() -> {
      for (Promise<String> foreign : List.of(pending, done)) {
        assertThatThrownBy(foreign::await)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll("attached to a different loop", "Asyncio.wrapFuture");
        assertThatThrownBy(() -> Asyncio.gather(foreign))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("different loop", "Asyncio.wrapFuture");
        assertThatThrownBy(Asyncio.wait(List.of(foreign), ReturnWhen.ALL_COMPLETED)::await)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("different loop", "Asyncio.wrapFuture");
      }
    });
  }
}
