// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests to cancel a task: when they arrive, and what becomes of them. */
@ExtendWith(LoopExtension.class)
class CancellationTest {

  @Test
  void aCancelledTaskThatHasNotStartedNeverStarts(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              trail.add("started");
            } finally {
              trail.add("cleaned up");
            }
          });
      task.cancel("never mind");
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("never mind");
      assertThat(task.cancelled()).isTrue();
    });

    trail.assertIs();
  }

  @Test
  void cancellingTellsMyCancellationFromThatOfWhatIAwait(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> awaited = EventLoop.running().createPromise();
      Task<?> task =
          createTask(() -> {
            try {
              awaited.await();
            } catch (CancelledError error) {
              trail.add("cancelling " + currentTask().cancelling());
            }
            try {
              sleep(ofSeconds(1)).await();
            } catch (CancelledError error) {
              trail.add("cancelling " + currentTask().cancelling());
              trail.add("uncancel " + currentTask().uncancel());
            }
            trail.add("goes on");
          });
      sleep(ZERO).await();
      awaited.cancel();
      sleep(ZERO).await();
      task.cancel();
      task.await();
    });

    trail.assertIs("cancelling 0", "cancelling 1", "uncancel 0", "goes on");
  }

  @Test
  void catchingExceptionDoesNotSwallowACancellation(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              sleep(ofSeconds(1)).await();
            } catch (Exception swallowed) {
              trail.add("swallowed");
            } finally {
              trail.add("cleaned up");
            }
          });
      sleep(ZERO).await();
      task.cancel();
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
    });

    trail.assertIs("cleaned up");
  }

  @Test
  void theFirstRetrievalThrowsTheErrorThatEndedTheCoroutine(Runner runner) throws Exception {
    runner.run(() -> {
      CancelledError own = new CancelledError("mine");
      Task<?> task =
          createTask(() -> {
            throw own;
          });
      assertThatThrownBy(task::await).isSameAs(own);
      assertThatThrownBy(task::result)
          .isInstanceOf(CancelledError.class)
          .isNotSameAs(own)
          .hasMessage(null);
    });
  }

  @Test
  void aRequestGoesDownTheChainAndTheErrorComesUp(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<Integer> leaf = EventLoop.running().createPromise();
      Task<?> inner = createTask(() -> watch("inner", leaf, trail));
      Task<?> outer = createTask(() -> watch("outer", inner, trail));
      sleep(ZERO).await();
      sleep(ZERO).await();
      outer.cancel("enough");
      trail.add("leaf cancelled: " + leaf.cancelled() + ", inner done: " + inner.done());
      assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class).hasMessage("enough");
    });

    trail.assertIs(
        "leaf cancelled: true, inner done: false", "inner, enough, 1", "outer, enough, 1");
  }

  private static void watch(String name, Awaitable<?> awaited, Trail trail) throws Exception {
    try {
      awaited.await();
    } catch (CancelledError error) {
      trail.add(name + ", " + error.getMessage() + ", " + currentTask().cancelling());
      throw error;
    }
  }

  @Test
  void aCancellationReplacesAResultThatIsThere(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> awaited = EventLoop.running().createPromise();
      Task<?> task = createTask(() -> trail.add("got " + awaited.await()));
      sleep(ZERO).await();
      awaited.setResult("lost");
      trail.add("accepted: " + task.cancel("too late"));
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("too late");
    });

    trail.assertIs("accepted: true");
  }

  @Test
  void aTaskThatCancelsItselfSeesItAtItsNextSuspension(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> done = EventLoop.running().createPromise();
      done.setResult("done");
      Task<?> task =
          createTask(() -> {
            currentTask().cancel("own");
            trail.add(done.await());
            try {
              sleep(ZERO).await();
            } catch (CancelledError error) {
              trail.add("thrown: " + error.getMessage());
            }
          });
      task.await();
    });

    trail.assertIs("done", "thrown: own");
  }

  @Test
  void aTaskThatCancelsItselfAndDoesNotSuspendAgainIsCancelledUnlessItFails(Runner runner)
      throws Exception {
    IOException failure = new IOException("stands");
    runner.run(() -> {
      Task<Integer> returns =
          createTask(() -> {
            currentTask().cancel("own");
            return 1;
          });
      assertThatThrownBy(returns::await).isInstanceOf(CancelledError.class).hasMessage("own");
      Awaitable<Integer> failing =
          () -> {
            currentTask().cancel();
            throw failure;
          };
      assertThatThrownBy(createTask(failing)::await).isSameAs(failure);
    });
  }

  @Test
  void requestsBeforeTheDeliveryAreOneErrorWithTheFirstMessage(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              sleep(ofSeconds(1)).await();
            } catch (CancelledError error) {
              trail.add(error.getMessage() + ", " + currentTask().cancelling());
            }
            sleep(ofSeconds(1)).await();
            trail.add("no second one");
          });
      sleep(ZERO).await();
      // The first cancels what the task sleeps on; the second finds that done.
      assertThat(task.cancel("first")).isTrue();
      assertThat(task.cancel("second")).isTrue();
      task.await();
    });

    trail.assertIs("first, 2", "no second one");
  }

  @Test
  void aRequestTakenBackBeforeItsDeliveryLeavesNoTrace(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      currentTask().cancel();
      trail.add("left " + currentTask().uncancel());
      sleep(ZERO).await();
      trail.add("goes on");
    });

    trail.assertIs("left 0", "goes on");
  }

  @Test
  void aSecondRequestInterruptsTheCleanup(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              sleep(ofSeconds(1)).await();
            } finally {
              trail.add("cleanup begins");
              sleep(ofSeconds(1)).await();
              trail.add("not reached");
            }
          });
      sleep(ZERO).await();
      task.cancel("first");
      sleep(ZERO).await();
      task.cancel("second");
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("second");
    });

    trail.assertIs("cleanup begins");
  }
}
