// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's Future does beyond what scenarios can say. */
@ExtendWith(LoopExtension.class)
class FutureTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  @Test
  void callbacksRunInTheOrderOfRegistrationAndNeverSynchronously(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      promise.addDoneCallback(done -> trail.add("first"));
      promise.addDoneCallback(done -> trail.add("second"));
      promise.setResult(1);
      trail.add("set");
      sleep(ZERO).await();
      promise.addDoneCallback(done -> trail.add("third"));
      trail.add("added to a done future");
      sleep(ZERO).await();
    });

    trail.assertIs("set", "first", "second", "added to a done future", "third");
  }

  @Test
  void theSameCallbackAddedTwiceRunsTwiceAndIsRemovedTwice(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Consumer<Future<Integer>> callback = done -> trail.add("called");
      Promise<Integer> twice = EventLoop.running().createPromise();
      twice.addDoneCallback(callback);
      twice.addDoneCallback(callback);
      twice.setResult(1);
      sleep(ZERO).await();
      Promise<Integer> removed = EventLoop.running().createPromise();
      removed.addDoneCallback(callback);
      removed.addDoneCallback(done -> trail.add("other"));
      removed.addDoneCallback(callback);
      trail.add("removed " + removed.removeDoneCallback(callback));
      trail.add("removed " + removed.removeDoneCallback(callback));
      removed.setResult(1);
      sleep(ZERO).await();
    });

    trail.assertIs("called", "called", "removed 2", "removed 0", "other");
  }

  @Test
  void removingACallbackDuringCompletionDoesNotStopIt(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      Consumer<Future<Integer>> second = done -> trail.add("second");
      promise.addDoneCallback(
          done -> trail.add("first removes " + promise.removeDoneCallback(second)));
      promise.addDoneCallback(second);
      promise.setResult(1);
      sleep(ZERO).await();
    });

    trail.assertIs("first removes 0", "second");
  }

  @Test
  void aCallbackRunsInACopyOfTheContextOfItsRegistration(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      VAR.set("at registration");
      promise.addDoneCallback(done -> {
        trail.add(VAR.get());
        VAR.set("by the callback");
      });
      VAR.set("later");
      Context own = new Context();
      promise.addDoneCallback(
          own,
          done -> {
            trail.add(VAR.get());
            VAR.set("kept");
          });
      promise.setResult(1);
      sleep(ZERO).await();
      trail.add(VAR.get());
      trail.add(String.valueOf(own.get(VAR)));
    });

    trail.assertIs("at registration", "default", "later", "kept");
  }

  @Test
  void aFailingCallbackIsReportedAndTheOthersRun(Runner runner, Trail trail, Reports reports)
      throws Exception {
    IOException failure = new IOException("callback");
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      promise.addDoneCallback(done -> {
        throw new IllegalArgumentException(failure);
      });
      promise.addDoneCallback(done -> trail.add("still runs"));
      promise.setResult(1);
      sleep(ZERO).await();
    });

    trail.assertIs("still runs");
    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.message()).startsWith("Exception in callback");
          assertThat(report.exception()).hasCause(failure);
          assertThat(report.handle()).isNotNull();
        });
  }

  @Test
  void aFailureIsThrownAsItIsAndAgainAtEachAwait(Runner runner) throws Exception {
    IOException failure = new IOException("checked");
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      promise.setException(failure);
      assertThatThrownBy(promise::await).isSameAs(failure);
      assertThatThrownBy(promise::await).isSameAs(failure);
      assertThatThrownBy(promise::result).isSameAs(failure);
      assertThat(promise.exception()).isSameAs(failure);
      assertThat(promise.outcome()).isEqualTo(new Outcome.Failure<>(failure));
    });
  }

  @Test
  void anErrorIsAFailureLikeAnyOther(Runner runner) throws Exception {
    AssertionError failure = new AssertionError("an Error");
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      createTask(() -> promise.setException(failure));
      assertThatThrownBy(promise::await).isSameAs(failure);
    });
  }

  @Test
  void nullIsAResult(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> promise = EventLoop.running().createPromise();
      createTask(() -> promise.setResult(null));
      assertThat(promise.await()).isNull();
      assertThat(promise.exception()).isNull();
      assertThat(promise.outcome()).isEqualTo(new Outcome.Success<>(null));
    });
  }

  @Test
  void awaitingAFinishedFutureCostsNoTick(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      EventLoop.running().callSoon(() -> trail.add("next tick"));
      Promise<String> promise = EventLoop.running().createPromise();
      promise.setResult("at once");
      trail.add(promise.await());
      sleep(ZERO).await();
    });

    trail.assertIs("at once", "next tick");
  }

  @Test
  void theCancelMessageTravelsToEveryAwaiter(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> promise = EventLoop.running().createPromise();
      for (int i = 0; i < 2; i++) {
        createTask(() -> {
          try {
            promise.await();
          } catch (CancelledError error) {
            trail.add(error.getMessage());
          }
        });
      }
      sleep(ZERO).await();
      assertThat(promise.cancel("enough")).isTrue();
      assertThat(promise.cancelled()).isTrue();
      sleep(ZERO).await();
    });

    trail.assertIs("enough", "enough");
  }

  @Test
  void toStringTellsTheState(EventLoop loop) {
    Promise<String> pending = loop.createPromise();
    Promise<String> finished = loop.createPromise();
    finished.setResult("value");
    Promise<String> cancelled = loop.createPromise();
    cancelled.cancel();

    assertThat(pending).hasToString("Future(pending)");
    assertThat(finished).hasToString("Future(finished with value)");
    assertThat(cancelled).hasToString("Future(cancelled)");
  }

  @Test
  void aFailureNobodyRetrievesIsReportedWhenTheLoopCloses(EventLoop loop, Reports reports) {
    IOException failure = new IOException("unseen");
    Promise<String> promise = loop.createPromise();
    promise.setException(failure);
    loop.close();

    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.message()).isEqualTo("Future exception was never retrieved");
          assertThat(report.exception()).isSameAs(failure);
        });
  }

  @Test
  void aFailureThatWasRetrievedInAnyWayIsNotReported(EventLoop loop, Reports reports) {
    for (Consumer<Promise<String>> retrieval :
        java.util.List.<Consumer<Promise<String>>>of(
            promise -> assertThatThrownBy(promise::result),
            promise -> assertThat(promise.exception()).isNotNull(),
            promise -> assertThat(promise.outcome()).isNotNull(),
            Promise::cancel)) {
      Promise<String> promise = loop.createPromise();
      promise.setException(new IOException("seen"));
      retrieval.accept(promise);
    }
    loop.close();

    assertThat(reports.take()).isEmpty();
  }
}
