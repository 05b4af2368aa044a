// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.asCompleted;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.gatherOutcomes;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.shield;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.DoneAndPending;
import io.interloop.asyncio.ReturnWhen;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What gather, wait, as_completed and shield do beyond what scenarios can say. */
@ExtendWith(LoopExtension.class)
class WaitingTest {

  private static Awaitable<Integer> after(int seconds) {
    return () -> {
      sleep(ofSeconds(seconds)).await();
      return seconds;
    };
  }

  private static Awaitable<Integer> failingAfter(int seconds, Exception failure) {
    return () -> {
      sleep(ofSeconds(seconds)).await();
      throw failure;
    };
  }

  @Test
  void gatherOfNothingIsDoneAtOnce(Runner runner) throws Exception {
    runner.run(() -> {
      Future<List<Integer>> nothing = gather(List.<Awaitable<Integer>>of());
      assertThat(nothing.done()).isTrue();
      assertThat(nothing.result()).isEmpty();
    });
  }

  @Test
  void gatherOfFinishedFuturesIsDoneAtOnceWhateverTheyEndedWith(Runner runner) throws Exception {
    IOException failure = new IOException();
    runner.run(() -> {
      Promise<Integer> one = getRunningLoop().createPromise();
      one.setResult(1);
      assertThat(gather(one, one).result()).containsExactly(1, 1);
      Promise<Integer> failed = getRunningLoop().createPromise();
      failed.setException(failure);
      assertThatThrownBy(gather(one, failed)::result).isSameAs(failure);
    });
  }

  @Test
  void aFutureGivenTwiceIsOneChildAndACoroutineGivenTwiceRunsTwice(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Awaitable<Integer> coroutine =
          () -> {
            trail.add("runs");
            return 1;
          };
      assertThat(gather(Collections.nCopies(3, coroutine)).await()).containsExactly(1, 1, 1);
      Task<Integer> task = createTask(coroutine);
      assertThat(gather(Collections.nCopies(3, task)).await()).containsExactly(1, 1, 1);
    });

    trail.assertIs("runs", "runs", "runs", "runs");
  }

  @Test
  void gatherFailsWithTheFirstFailureAndTheOthersGoOn(Runner runner) throws Exception {
    IOException first = new IOException("first");
    runner.run(() -> {
      Task<Integer> slow = createTask(after(3));
      Task<Integer> alsoFails = createTask(failingAfter(2, new IOException("second")));
      assertThatThrownBy(() -> gather(slow, failingAfter(1, first), alsoFails).await())
          .isSameAs(first);
      assertThat(slow.done()).isFalse();
      assertThat(slow.await()).isEqualTo(3);
    });
  }

  @Test
  void gatherOutcomesTellsHowEachEnded(Runner runner) throws Exception {
    IOException failure = new IOException();
    runner.run(() -> {
      Task<Integer> cancelled = createTask(after(9));
      cancelled.cancel("enough");
      List<Outcome<Integer>> outcomes =
          gatherOutcomes(after(1), failingAfter(1, failure), cancelled).await();
      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>(1));
      assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failure<>(failure));
      assertThatThrownBy(outcomes.get(2)::get).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void cancellingAGatherCancelsItsChildrenAndItIsNeverCancelledItself(Runner runner)
      throws Exception {
    runner.run(() -> {
      Task<Integer> child = createTask(after(9));
      Future<List<Integer>> gathered = gather(child);
      sleep(ZERO).await();
      assertThat(gathered.cancel("enough")).isTrue();
      assertThat(gathered.done()).isFalse();
      assertThatThrownBy(gathered::await).isInstanceOf(CancelledError.class).hasMessage("enough");
      assertThat(gathered.cancelled()).isFalse();
      assertThat(child.cancelled()).isTrue();
      assertThat(gathered.cancel()).isFalse();
    });
  }

  @Test
  void waitReturnsBothSetsInTheOrderOfItsArgument(Runner runner) throws Exception {
    runner.run(() -> {
      Task<Integer> slow = createTask(after(3));
      Task<Integer> fast = createTask(after(1));
      DoneAndPending<Task<Integer>> first =
          Asyncio.wait(List.of(slow, fast, slow), ReturnWhen.FIRST_COMPLETED).await();
      assertThat(first.done()).containsExactly(fast);
      assertThat(first.pending()).containsExactly(slow);
      DoneAndPending<Task<Integer>> all =
          Asyncio.wait(List.of(slow, fast), ReturnWhen.ALL_COMPLETED).await();
      assertThat(all.done()).containsExactly(slow, fast);
      assertThat(all.pending()).isEmpty();
    });
  }

  @Test
  void waitCancelsNothingWhenItsTimeIsUpNorWhenItIsCancelled(Runner runner) throws Exception {
    runner.run(() -> {
      Task<Integer> slow = createTask(after(3));
      var timedOut = Asyncio.wait(List.of(slow), ofSeconds(1), ReturnWhen.ALL_COMPLETED).await();
      assertThat(timedOut.pending()).containsExactly(slow);
      Task<?> waiter =
          createTask(() -> Asyncio.wait(List.of(slow), ReturnWhen.ALL_COMPLETED).await());
      sleep(ZERO).await();
      waiter.cancel();
      assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
      assertThat(slow.await()).isEqualTo(3);
    });
  }

  @Test
  void waitForFirstExceptionEndsWithAFailureButNotWithACancellation(Runner runner)
      throws Exception {
    runner.run(() -> {
      Task<Integer> slow = createTask(after(9));
      Task<Integer> cancelled = createTask(after(9));
      cancelled.cancel();
      Task<Integer> failing = createTask(failingAfter(1, new IOException()));
      var first =
          Asyncio.wait(List.of(slow, cancelled, failing), ReturnWhen.FIRST_EXCEPTION).await();
      assertThat(first.done()).containsExactly(cancelled, failing);
      assertThat(first.pending()).containsExactly(slow);
    });
  }

  @Test
  void waitingForNothingIsRefused() {
    assertThatThrownBy(() -> Asyncio.wait(List.of(), ReturnWhen.ALL_COMPLETED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Set of Tasks/Futures is empty.");
  }

  @Test
  void asCompletedYieldsResultsInTheOrderOfCompletion(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      for (Awaitable<Integer> next : asCompleted(List.of(after(3), after(1), after(2)))) {
        trail.add("result " + next.await());
      }
      for (Future<Integer> done : asCompleted(List.of(after(2), after(1))).futures()) {
        trail.add("future " + done.result());
      }
    });

    trail.assertIs("result 1", "result 2", "result 3", "future 1", "future 2");
  }

  @Test
  void asCompletedThrowsForWhatIsLeftWhenItsTimeIsUp(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<Integer> slow = createTask(after(9));
      for (Awaitable<Integer> next : asCompleted(List.of(after(1), slow), ofSeconds(2))) {
        try {
          trail.add("result " + next.await());
        } catch (TimeoutException timedOut) {
          trail.add("timed out, slow is done: " + slow.done());
        }
      }
    });

    trail.assertIs("result 1", "timed out, slow is done: false");
  }

  @Test
  void aShieldTakesTheCancellationAndTheFutureBehindItGoesOn(Runner runner) throws Exception {
    runner.run(() -> {
      Task<Integer> inner = createTask(after(3));
      Task<?> waiter = createTask(() -> shield(inner).await());
      sleep(ZERO).await();
      waiter.cancel();
      assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
      assertThat(inner.await()).isEqualTo(3);
      assertThat(shield(inner)).isSameAs(inner);
    });
  }

  @Test
  void aFailureBehindACancelledShieldIsReportedOnceHoweverManyShieldsThereWere(
      Runner runner, Reports reports) throws Exception {
    IOException late = new IOException("late");
    runner.run(() -> {
      Task<Integer> inner = createTask(failingAfter(1, late));
      shield(inner).cancel();
      shield(inner).cancel();
      sleep(ofSeconds(2)).await();
    });

    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.message()).isEqualTo("IOException exception in shielded future");
          assertThat(report.exception()).isSameAs(late);
        });
  }

  @Test
  void aCancelledGatherFailsEvenIfItsChildrenSwallowIt(Runner runner) throws Exception {
    Awaitable<Integer> stubborn =
        () -> {
          try {
            sleep(ofSeconds(9)).await();
          } catch (CancelledError swallowed) {
            return 1;
          }
          return 2;
        };
    runner.run(() -> {
      Task<Integer> child = createTask(stubborn);
      Future<?> outcomes = gatherOutcomes(child, stubborn);
      sleep(ZERO).await();
      assertThat(outcomes.cancel()).isTrue();
      assertThat(outcomes.done()).isFalse();
      assertThatThrownBy(outcomes::await).isInstanceOf(CancelledError.class);
      assertThat(outcomes.cancelled()).isFalse();
      assertThat(child.result()).isEqualTo(1);
    });
  }

  @Test
  void aCancelledChildEndsAGatherAndLeavesTheOthersAlone(Runner runner) throws Exception {
    runner.run(() -> {
      Task<Integer> first = createTask(after(1));
      Task<Integer> second = createTask(after(2));
      Future<List<Integer>> gathered = gather(first, second);
      sleep(ZERO).await();
      first.cancel("the first");
      assertThatThrownBy(gathered::await)
          .isInstanceOf(CancelledError.class)
          .hasMessage("the first");
      assertThat(Task.current().cancelling()).isZero();
      assertThat(second.await()).isEqualTo(2);
    });
  }

  @Test
  void aGatherThatIsDoneCannotBeCancelled(Runner runner) throws Exception {
    runner.run(() -> {
      Task<Integer> slow = createTask(after(2));
      Future<List<Integer>> gathered = gather(failingAfter(1, new IOException()), slow);
      assertThatThrownBy(gathered::await).isInstanceOf(IOException.class);
      assertThat(gathered.cancel()).isFalse();
      assertThat(slow.await()).isEqualTo(2);
    });
  }

  @Test
  void theCoroutinesOfAGatherHaveContextsOfTheirOwn(Runner runner, Trail trail) throws Exception {
    ContextVar<String> var = ContextVar.withDefault("var", "default");
    runner.run(() -> {
      var.set("caller");
      Awaitable<Integer> child =
          () -> {
            trail.add("child sees " + var.get());
            var.set("child");
            return 1;
          };
      gather(child, child).await();
      trail.add("caller sees " + var.get());
    });

    trail.assertIs("child sees caller", "child sees caller", "caller sees caller");
  }

  @Test
  void aShieldLosesTheMessageOfWhatItProtects(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<Integer> inner = getRunningLoop().createPromise();
      Future<Integer> outer = shield(inner);
      inner.cancel("lost");
      assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class).hasMessage(null);
      assertThat(outer.cancelled()).isTrue();
    });
  }
}
