// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.toThread;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work in other threads, and work that other threads hand in. */
@ExtendWith(LoopExtension.class)
class ExecutorTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  @Test
  void toThreadRunsElsewhereInACopyOfTheContextAndResumesOnTheLoop(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      VAR.set("caller");
      EventLoop loop = getRunningLoop();
      String result =
          toThread(
                  () -> {
                    String seen = VAR.get();
                    VAR.set("job");
                    return seen + ", on the loop: " + loop.isCurrent();
                  })
              .await();
      trail.add(result);
      trail.add(VAR.get() + ", on the loop: " + loop.isCurrent());
    });

    trail.assertIs("caller, on the loop: false", "caller, on the loop: true");
  }

  @Test
  void runInExecutorHandsOverNoContext(Runner runner) throws Exception {
    runner.run(() -> {
      VAR.set("caller");
      assertThat(getRunningLoop().runInExecutor(null, VAR::get).await()).isEqualTo("default");
    });
  }

  @Test
  void aFailureOfTheJobArrivesUnwrapped(Runner runner) throws Exception {
    IOException failure = new IOException("job");
    ExecutionException own = new ExecutionException("the job's own", failure);
    runner.run(() -> {
      assertThatThrownBy(() ->
              toThread(
                      () -> {
                        throw failure;
                      })
                  .await())
          .isSameAs(failure);
      assertThatThrownBy(() ->
              toThread(
                      () -> {
                        throw own;
                      })
                  .await())
          .isSameAs(own);
    });
  }

  @Test
  void timeStandsStillWhileAJobRuns(Runner runner) throws Exception {
    runner.run(() -> {
      var job = getRunningLoop().runInExecutor(null, () -> "in time");
      assertThat(io.interloop.asyncio.Asyncio.waitFor(job, ofSeconds(1)).await())
          .isEqualTo("in time");
    });
  }

  @Test
  void aJobThatAnExecutorRunsAtOnceCostsNoTick(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      getRunningLoop().callSoon(() -> trail.add("next tick"));
      Future<String> done = getRunningLoop().runInExecutor(Runnable::run, () -> "at once");
      trail.add(done.await());
      sleep(ZERO).await();
    });

    trail.assertIs("at once", "next tick");
  }

  @Test
  void cancellingTakesBackAJobThatHasNotBegun(Runner runner, Trail trail) throws Exception {
    List<Runnable> queued = new ArrayList<>();
    runner.run(() -> {
      Future<String> job =
          getRunningLoop()
              .runInExecutor(
                  queued::add,
                  () -> {
                    trail.add("not reached");
                    return "";
                  });
      job.cancel();
      assertThatThrownBy(job::await).isInstanceOf(CancelledError.class);
      sleep(ZERO).await();
      queued.forEach(Runnable::run);
    });

    trail.assertIs();
  }

  @Test
  void anExecutorThatRejectsTheJobIsHeard(Runner runner) throws Exception {
    runner.run(() ->
        assertThatThrownBy(() ->
                getRunningLoop()
                    .runInExecutor(
                        job -> {
                          throw new RejectedExecutionException("full");
                        },
                        () -> 1))
            .isInstanceOf(RejectedExecutionException.class));
  }

  @Test
  void anExecutorThatFailsDoesNotKeepTimeFromGoingOn(Runner runner) throws Exception {
    Error failure = new LinkageError("no thread to be had");
    runner.run(() -> {
      assertThatThrownBy(() ->
              getRunningLoop()
                  .runInExecutor(
                      job -> {
                        throw failure;
                      },
                      () -> 1))
          .isSameAs(failure);
      sleep(ofSeconds(1)).await();
    });
  }

  @Test
  void anotherThreadRunsACoroutineOnTheLoop(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      EventLoop loop = getRunningLoop();
      String result =
          toThread(
                  () -> {
                    VAR.set("submitter");
                    return runCoroutineThreadsafe(
                            () -> {
                              sleep(ZERO).await();
                              return VAR.get() + ", in a task: " + (currentTask() != null);
                            },
                            loop)
                        .get();
                  })
              .await();
      trail.add(result);
    });

    trail.assertIs("submitter, in a task: true");
  }

  @Test
  void aFailureReachesTheOtherThread(Runner runner) throws Exception {
    IOException failure = new IOException("coroutine");
    runner.run(() -> {
      EventLoop loop = getRunningLoop();
      assertThatThrownBy(() ->
              toThread(() ->
                      runCoroutineThreadsafe(
                              () -> {
                                throw failure;
                              },
                              loop)
                          .get())
                  .await())
          .isInstanceOf(ExecutionException.class)
          .hasCause(failure);
    });
  }

  @Test
  void aFailureIsReportedIfTheOtherThreadHasCompletedTheFutureItself(Runner runner, Reports reports)
      throws Exception {
    IOException failure = new IOException("late");
    runner.run(() -> {
      CompletableFuture<String> future =
          runCoroutineThreadsafe(
              () -> {
                sleep(ofSeconds(1)).await();
                throw failure;
              },
              getRunningLoop());
      future.complete("by hand");
      sleep(ofSeconds(2)).await();
      assertThat(future).isCompletedWithValue("by hand");
    });

    assertThat(reports.take()).singleElement().extracting("exception").isSameAs(failure);
  }

  @Test
  void cancellingInTheOtherThreadCancelsTheTask(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      EventLoop loop = getRunningLoop();
      CompletableFuture<Void> submitted =
          runCoroutineThreadsafe(
              () -> {
                try {
                  sleep(ofSeconds(9)).await();
                } finally {
                  trail.add("cancelled");
                }
                return null;
              },
              loop);
      sleep(ZERO).await();
      assertThat(toThread(() -> submitted.cancel(true)).await()).isTrue();
      sleep(ofSeconds(1)).await();
    });

    trail.assertIs("cancelled");
  }

  @Test
  void aClosedLoopRefusesACoroutineThroughItsFuture(EventLoop loop) {
    loop.close();

    assertThatThrownBy(() -> runCoroutineThreadsafe(() -> 1, loop).get())
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Event loop is closed");
  }

  @Test
  void aJobThatRunsIsNotInterruptedByACancellation(Runner runner, Trail trail) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    runner.run(() -> {
      Future<String> job =
          getRunningLoop()
              .runInExecutor(
                  null,
                  () -> {
                    begun.countDown();
                    cancelled.await();
                    trail.add("interrupted: " + Thread.currentThread().isInterrupted());
                    return "late, and dropped";
                  });
      begun.await();
      assertThat(job.cancel()).isTrue();
      assertThat(job.cancelled()).isTrue();
      cancelled.countDown();
    });
    runner.close();

    trail.assertIs("interrupted: false");
  }

  @Test
  void theDefaultExecutorCanBeReplaced(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      getRunningLoop()
          .setDefaultExecutor(job -> {
            trail.add("given the job");
            job.run();
          });
      trail.add(toThread(() -> "done").await());
    });

    trail.assertIs("given the job", "done");
  }
}
