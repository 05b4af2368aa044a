// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.toThread;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** asyncio's Runner, and with it Asyncio.run. */
@ExtendWith(LoopExtension.class)
class RunnerTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  @Test
  void runsShareTheLoopAndTheContext(Runner runner, Trail trail) throws Exception {
    EventLoop loop =
        runner.run(() -> {
          VAR.set("first run");
          return getRunningLoop();
        });
    runner.run(() -> {
      trail.add(VAR.get());
      assertThat(getRunningLoop()).isSameAs(loop).isSameAs(runner.getLoop());
    });

    trail.assertIs("first run");
    assertThat(VAR.get()).isEqualTo("default");
  }

  @Test
  void aRunMayHaveAContextOfItsOwn(Runner runner, Trail trail) throws Exception {
    Context own = new Context();
    runner.run(() -> VAR.set("shared"));
    runner.run(
        own,
        () -> {
          trail.add(VAR.get());
          VAR.set("own");
        });
    String seenAgain = runner.run(own, () -> VAR.get());
    runner.run(() -> trail.add(VAR.get()));

    trail.assertIs("default", "shared");
    assertThat(seenAgain).isEqualTo("own");
  }

  @Test
  void closingCancelsWhatIsLeftAndWaitsForItsCleanup(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      createTask(() -> {
        try {
          sleep(ofSeconds(100)).await();
        } finally {
          sleep(ofSeconds(1)).await();
          trail.add("cleaned up");
        }
      });
      sleep(ZERO).await();
    });
    runner.close();
    runner.close();

    trail.assertIs("cleaned up");
  }

  @Test
  void aFailureDuringTheCleanupIsReported(Runner runner, Reports reports) throws Exception {
    runner.run(() -> {
      createTask(() -> {
        try {
          sleep(ofSeconds(100)).await();
        } finally {
          throwIo();
        }
      });
      sleep(ZERO).await();
    });
    runner.close();

    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.message())
              .isEqualTo("unhandled exception during Asyncio.run() shutdown");
          assertThat(report.exception()).hasMessage("in the cleanup");
        });
  }

  private static void throwIo() throws IOException {
    throw new IOException("in the cleanup");
  }

  @Test
  void closingEndsGeneratorsThatWereBegun(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      AsyncStream<Integer> begun =
          generator(out -> {
            try {
              out.yield(1);
              out.yield(2);
            } finally {
              sleep(ofSeconds(1)).await();
              trail.add("generator closed");
            }
          });
      Iterator<Integer> items = begun.iterator();
      trail.add("item " + items.next());
    });
    runner.close();

    trail.assertIs("item 1", "generator closed");
  }

  @Test
  void closingWaitsForTheDefaultExecutor(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      EventLoop loop = getRunningLoop();
      var unused =
          loop.runInExecutor(
              null,
              () -> {
                trail.add("job");
                return null;
              });
    });
    runner.close();

    trail.assertIs("job");
  }

  @Test
  void theDefaultExecutorRefusesWorkAfterItsShutdown(Runner runner) throws Exception {
    runner.run(() -> {
      assertThat(toThread(() -> 1).await()).isEqualTo(1);
      getRunningLoop().shutdownDefaultExecutor(null).await();
      assertThatThrownBy(() -> toThread(() -> 1).await())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Executor shutdown has been called");
    });
  }

  @Test
  void aShutdownOfTheDefaultExecutorGivesUpInTimeAndLosesNoJob(Runner runner) throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    String result =
        runner.run(() -> {
          EventLoop loop = getRunningLoop();
          Future<String> job =
              loop.runInExecutor(
                  null,
                  () -> {
                    givenUp.await();
                    return "done";
                  });
          loop.shutdownDefaultExecutor(ofMillis(1)).await();
          assertThat(job.done()).isFalse();
          givenUp.countDown();
          return job.await();
        });

    assertThat(result).isEqualTo("done");
  }

  @Test
  void aCancelledMainTaskThrowsItsCancelledError(Runner runner) {
    assertThatThrownBy(() ->
            runner.run(() -> {
              throw new CancelledError("own");
            }))
        .isInstanceOf(CancelledError.class)
        .hasMessage("own");
  }

  @Test
  void interruptingTheThreadCancelsTheMainTaskWhoseCleanupRuns(Runner runner, Trail trail) {
    Thread running = Thread.currentThread();

    assertThatThrownBy(() ->
            runner.run(() -> {
              try {
                running.interrupt();
                getRunningLoop().createPromise().await();
              } finally {
                sleep(ofSeconds(1)).await();
                trail.add("cleaned up");
              }
            }))
        .isInstanceOf(InterruptedException.class);

    trail.assertIs("cleaned up");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aMainTaskThatSwallowsTheInterruptGoesOn(Runner runner, Trail trail) throws Exception {
    Thread running = Thread.currentThread();
    int result =
        runner.run(() -> {
          try {
            running.interrupt();
            getRunningLoop().createPromise().await();
          } catch (CancelledError swallowed) {
            trail.add("swallowed");
          }
          return 3;
        });

    assertThat(result).isEqualTo(3);
    trail.assertIs("swallowed");
  }

  @Test
  void tasksMadeDuringTheCleanupAreLeftPending(Runner runner, Trail trail, Reports reports)
      throws Exception {
    runner.run(() -> {
      createTask(() -> {
        try {
          sleep(ofSeconds(100)).await();
        } finally {
          createTask(() -> {
            try {
              sleep(ofSeconds(100)).await();
            } catch (CancelledError cancelled) {
              trail.add("not reached");
            }
          });
        }
      });
      sleep(ZERO).await();
    });
    runner.close();

    trail.assertIs();
    assertThat(reports.takeMessages()).containsExactly("Task was destroyed but it is pending!");
  }
}
