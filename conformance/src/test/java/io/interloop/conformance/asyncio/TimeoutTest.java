// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.timeout;
import static io.interloop.asyncio.Asyncio.timeoutAt;
import static io.interloop.asyncio.Asyncio.waitFor;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.Timeout;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's timeout and wait_for do beyond what scenarios can say. */
@ExtendWith(LoopExtension.class)
class TimeoutTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  @Test
  void aDeadlineThatPassesCancelsTheBodyAndThrowsATimeoutException(
      Runner runner, Trail trail, VirtualClock clock) throws Exception {
    runner.run(() -> {
      assertThatThrownBy(() ->
              timeout(
                      ofSeconds(2),
                      () -> {
                        try {
                          sleep(ofSeconds(9)).await();
                        } finally {
                          trail.add("cleaned up, " + currentTask().cancelling());
                        }
                      })
                  .await())
          .isInstanceOf(TimeoutException.class)
          .hasCauseInstanceOf(CancelledError.class);
      trail.add("after, " + currentTask().cancelling());
    });

    trail.assertIs("cleaned up, 1", "after, 0");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(2));
  }

  @Test
  void aBodyInTimeReturnsItsResultAndLeavesNoTimer(Runner runner, VirtualClock clock)
      throws Exception {
    int result =
        runner.run(() ->
            timeout(
                    ofSeconds(100),
                    () -> {
                      sleep(ofSeconds(1)).await();
                      return 5;
                    })
                .await());
    runner.close();

    assertThat(result).isEqualTo(5);
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(1));
  }

  @Test
  void aTimeoutCanBeRescheduledAndTellsItsDeadline(Runner runner, VirtualClock clock)
      throws Exception {
    runner.run(() ->
        timeout(
                ofSeconds(1),
                scope -> {
                  assertThat(scope.when()).isEqualTo(ofSeconds(1));
                  scope.reschedule(ofSeconds(5));
                  sleep(ofSeconds(4)).await();
                  scope.reschedule(null);
                  assertThat(scope.when()).isNull();
                  sleep(ofSeconds(4)).await();
                  assertThat(scope.expired()).isFalse();
                })
            .await());

    assertThat(clock.elapsed()).isEqualTo(ofSeconds(8));
  }

  @Test
  void aTimeoutCanBeUsedOnceAndRescheduledOnlyWhileItIsActive(Runner runner) throws Exception {
    runner.run(() -> {
      Timeout scope = new Timeout(null);
      assertThatThrownBy(() -> scope.reschedule(ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Timeout has not been entered");
      scope.run(entered -> 1).await();
      assertThatThrownBy(() -> scope.reschedule(ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot change state of finished Timeout");
      assertThatThrownBy(() -> scope.run(entered -> 1).await())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has already been entered");
      assertThat(scope.expired()).isFalse();
    });
  }

  @Test
  void timeoutAtTakesATimeOfTheLoopsClock(Runner runner, VirtualClock clock) throws Exception {
    runner.run(() -> {
      sleep(ofSeconds(3)).await();
      assertThatThrownBy(() ->
              timeoutAt(
                      getRunningLoop().time().plus(ofSeconds(2)), () -> sleep(ofSeconds(9)).await())
                  .await())
          .isInstanceOf(TimeoutException.class);
    });

    assertThat(clock.elapsed()).isEqualTo(ofSeconds(5));
  }

  @Test
  void anOutsideCancellationIsNotATimeout(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> timeout(ofSeconds(5), () -> sleep(ofSeconds(9)).await()).await());
      sleep(ZERO).await();
      task.cancel("outside");
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("outside");
    });
  }

  @Test
  void anotherExceptionOfTheBodyIsNotReplaced(Runner runner) throws Exception {
    runner.run(() ->
        assertThatThrownBy(() ->
                timeout(
                        ofSeconds(1),
                        () -> {
                          try {
                            sleep(ofSeconds(9)).await();
                          } catch (CancelledError error) {
                            throw new IllegalStateException("cleanup failed", error);
                          }
                        })
                    .await())
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("cleanup failed"));
  }

  @Test
  void waitForRunsACoroutineInlineInTheCallersTaskAndContext(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> caller = currentTask();
      waitFor(
              () -> {
                VAR.set("by the coroutine");
                trail.add("same task: " + (currentTask() == caller));
                return null;
              },
              ofSeconds(1))
          .await();
      trail.add(VAR.get());
    });

    trail.assertIs("same task: true", "by the coroutine");
  }

  @Test
  void waitForWithNoTimeLeftNeverStartsACoroutineAndTakesAResultThatIsThere(
      Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      assertThatThrownBy(() ->
              waitFor(
                      () -> {
                        trail.add("not reached");
                        return 1;
                      },
                      ZERO)
                  .await())
          .isInstanceOf(TimeoutException.class);
      Promise<Integer> done = getRunningLoop().createPromise();
      done.setResult(1);
      trail.add("done: " + waitFor(done, ZERO).await());
    });

    trail.assertIs("done: 1");
  }

  @Test
  void waitForWaitsUntilWhatItCancelledHasEnded(Runner runner, Trail trail, VirtualClock clock)
      throws Exception {
    runner.run(() -> {
      Task<?> slow =
          createTask(() -> {
            try {
              sleep(ofSeconds(99)).await();
            } finally {
              sleep(ofSeconds(3)).await();
              trail.add("ended");
            }
          });
      assertThatThrownBy(() -> waitFor(slow, ofSeconds(1)).await())
          .isInstanceOf(TimeoutException.class);
    });

    trail.assertIs("ended");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(4));
  }

  @Test
  void aBodyThatDoesNotSuspendDoesNotTimeOut(Runner runner) throws Exception {
    runner.run(() -> {
      Timeout scope = new Timeout(ZERO);
      assertThat(scope.run(entered -> 1).await()).isEqualTo(1);
      assertThat(scope.expired()).isFalse();
      sleep(ofSeconds(1)).await();
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void aBodyThatSwallowsTheCancellationEndsWell(Runner runner) throws Exception {
    runner.run(() -> {
      Timeout scope = new Timeout(ofSeconds(1));
      String result =
          scope
              .run(entered -> {
                try {
                  sleep(ofSeconds(9)).await();
                  return "not reached";
                } catch (CancelledError swallowed) {
                  return "swallowed";
                }
              })
              .await();
      assertThat(result).isEqualTo("swallowed");
      assertThat(scope.expired()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void ofNestedTimeoutsOnlyTheOneThatFiredConverts(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Timeout outer = new Timeout(ofSeconds(1));
      Timeout inner = new Timeout(ofSeconds(5));
      assertThatThrownBy(() ->
              outer
                  .run(entered -> {
                    try {
                      return inner.run(also -> sleep(ofSeconds(9)).await()).await();
                    } catch (CancelledError error) {
                      trail.add("leaves the inner one as it is");
                      throw error;
                    }
                  })
                  .await())
          .isInstanceOf(TimeoutException.class);
      trail.add("expired: " + outer.expired() + ", " + inner.expired());
    });

    trail.assertIs("leaves the inner one as it is", "expired: true, false");
  }

  @Test
  void anOutsideCancellationThatComesWithTheDeadlineWins(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9)).await()).await());
      sleep(ZERO).await();
      getRunningLoop().callLater(ofSeconds(1), () -> task.cancel("outside"));
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  @Test
  void aResultThatComesWithTheDeadlineIsLost(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<Integer> promise = getRunningLoop().createPromise();
      getRunningLoop().callLater(ofSeconds(1), () -> promise.setResult(1));
      assertThatThrownBy(() -> timeout(ofSeconds(1), promise).await())
          .isInstanceOf(TimeoutException.class);
      assertThat(promise.result()).isEqualTo(1);
    });
  }

  @Test
  void aTimeoutOfZeroTakesUpACancellationThatWasDue(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            currentTask().cancel();
            assertThatThrownBy(() -> timeout(ZERO, () -> sleep(ofSeconds(1)).await()).await())
                .isInstanceOf(TimeoutException.class);
          });
      task.await();
      assertThat(task.cancelling()).isEqualTo(1);
    });
  }

  @Test
  void waitForReturnsWhatSwallowsItsCancellation(Runner runner) throws Exception {
    Awaitable<String> stubborn =
        () -> {
          try {
            sleep(ofSeconds(9)).await();
            return "not reached";
          } catch (CancelledError swallowed) {
            return "all the same";
          }
        };
    runner.run(() -> {
      assertThat(waitFor(stubborn, ofSeconds(1)).await()).isEqualTo("all the same");
      assertThat(waitFor(createTask(stubborn), ofSeconds(1)).await()).isEqualTo("all the same");
    });
  }
}
