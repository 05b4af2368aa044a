// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.executor;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The loop as the JDK's executor. */
@ExtendWith(LoopExtension.class)
@SuppressWarnings("FutureReturnValueIgnored") // what the work does stands in the trail
class LoopExecutorTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  /** Does something in another thread while the loop stands still. */
  private static void elsewhere(Runnable action) throws InterruptedException {
    Thread.ofPlatform().start(action).join();
  }

  private static String at(VirtualClock clock) {
    return clock.elapsed().toMillis() + " ms";
  }

  // ---- order and time

  @Test
  void workRunsInTheOrderInWhichAllThreadsSubmittedIt(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Executor executor = executor(loop);
    runner.run(() -> {
      executor.execute(() -> trail.add("first, here"));
      elsewhere(() -> executor.execute(() -> trail.add("second, elsewhere")));
      executor.execute(() -> trail.add("third, here"));
      trail.add("submitted");
      sleep(ofMillis(1)).await();
    });
    trail.assertIs("submitted", "first, here", "second, elsewhere", "third, here");
  }

  @Test
  void workSubmittedByWorkWaitsForTheNextTick(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Executor executor = executor(loop);
    runner.run(() -> {
      executor.execute(() -> {
        executor.execute(() -> trail.add("inner"));
        trail.add("outer ends");
      });
      loop.callSoon(() -> trail.add("same tick"));
      sleep(ofMillis(1)).await();
    });
    trail.assertIs("outer ends", "same tick", "inner");
  }

  @Test
  void delaysAreOnTheLoopsClock(Runner runner, EventLoop loop, VirtualClock clock, Trail trail)
      throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      executor.schedule(() -> trail.add("late at " + at(clock)), 1, SECONDS);
      executor.schedule(() -> trail.add("early at " + at(clock)), 10, MILLISECONDS);
      executor.schedule(() -> trail.add("at once at " + at(clock)), -1, MILLISECONDS);
      elsewhere(
          () -> executor.schedule(() -> trail.add("from elsewhere at " + at(clock)), 1, SECONDS));
      sleep(ofSeconds(2)).await();
    });
    trail.assertIs(
        "at once at 0 ms", "early at 10 ms", "late at 1000 ms", "from elsewhere at 1000 ms");
  }

  @Test
  void aDelayFromAnotherThreadIsNotOvertakenByALaterOne(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      elsewhere(() -> executor.schedule(() -> trail.add("first"), 10, MILLISECONDS));
      executor.schedule(() -> trail.add("second"), 10, MILLISECONDS);
      clock.poll(ofMillis(20).toNanos()); // code that takes its time
      sleep(ofMillis(1)).await();
    });
    trail.assertIs("first", "second");
  }

  @Test
  void aFixedRateDoesNotDriftAndCatchesUp(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      executor.scheduleAtFixedRate(
          () -> {
            trail.add(at(clock));
            if (trail.entries().size() == 2) {
              clock.poll(ofMillis(25).toNanos()); // misses the next two
            }
          },
          5,
          10,
          MILLISECONDS);
      sleep(ofMillis(56)).await();
    });
    trail.assertIs("5 ms", "15 ms", "40 ms", "40 ms", "45 ms", "55 ms");
  }

  @Test
  void aFixedDelayCountsFromTheEnd(Runner runner, EventLoop loop, VirtualClock clock, Trail trail)
      throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      executor.scheduleWithFixedDelay(
          () -> {
            trail.add(at(clock));
            clock.poll(ofMillis(5).toNanos());
          },
          0,
          10,
          MILLISECONDS);
      sleep(ofMillis(40)).await();
    });
    trail.assertIs("0 ms", "15 ms", "30 ms");
  }

  @Test
  void anIntervalOfZeroIsRefused(EventLoop loop) {
    ScheduledExecutorService executor = executor(loop);
    assertThatThrownBy(() -> executor.scheduleAtFixedRate(() -> {}, 0, 0, SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> executor.scheduleWithFixedDelay(() -> {}, 0, -1, SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void workSeesACopyOfTheSubmittersContext(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      VAR.set("submitter");
      executor.execute(() -> {
        trail.add(VAR.get());
        VAR.set("changed");
      });
      executor.schedule(() -> trail.add(VAR.get()), 1, MILLISECONDS);
      elsewhere(() -> executor.execute(() -> trail.add(VAR.get())));
      sleep(ofMillis(2)).await();
      trail.add(VAR.get());
    });
    trail.assertIs("submitter", "default", "submitter", "submitter");
  }

  // ---- cancelling and failing

  @Test
  void cancelledWorkDoesNotRun(Runner runner, EventLoop loop, VirtualClock clock, Trail trail)
      throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      Future<?> now = executor.submit(() -> trail.add("now"));
      Future<?> later = executor.schedule(() -> trail.add("later"), 1, SECONDS);
      Future<?> fromElsewhere = executor.schedule(() -> trail.add("elsewhere"), 1, SECONDS);
      now.cancel(true);
      later.cancel(true);
      elsewhere(() -> fromElsewhere.cancel(true));
      assertThat(List.of(now, later, fromElsewhere)).allMatch(Future::isCancelled);
      sleep(ofSeconds(2)).await();
    });
    trail.assertIs();
  }

  @Test
  void cancellingRunningWorkNeitherInterruptsNorRepeatsIt(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      List<Future<?>> self = new ArrayList<>();
      self.add(
          executor.scheduleAtFixedRate(
              () -> {
                self.getFirst().cancel(true);
                trail.add("interrupted: " + Thread.currentThread().isInterrupted());
              },
              1,
              1,
              SECONDS));
      sleep(ofSeconds(5)).await();
      assertThat(self.getFirst().isCancelled()).isTrue();
    });
    trail.assertIs("interrupted: false");
  }

  @Test
  void aFailureIsTheFuturesOrTheExceptionHandlers(Runner runner, EventLoop loop, Reports reports)
      throws Exception {
    ScheduledExecutorService executor = executor(loop);
    IllegalArgumentException failure = new IllegalArgumentException("broken");
    Runnable failing =
        () -> {
          throw failure;
        };
    runner.run(() -> {
      Future<?> submitted = executor.submit(failing);
      Future<?> repeated = executor.scheduleAtFixedRate(failing, 0, 1, SECONDS);
      executor.execute(failing);
      sleep(ofSeconds(5)).await();
      assertThatThrownBy(submitted::get).isInstanceOf(ExecutionException.class).hasCause(failure);
      assertThatThrownBy(repeated::get).isInstanceOf(ExecutionException.class).hasCause(failure);
    });
    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> assertThat(report.exception()).isSameAs(failure));
  }

  // ---- waiting

  @Test
  void waitingOnTheLoopIsRefused(Runner runner, EventLoop loop) throws Exception {
    ScheduledExecutorService executor = executor(loop);
    List<Callable<String>> work = List.of(() -> "value");
    runner.run(() -> {
      Future<String> future = executor.submit(work.getFirst());
      assertThatThrownBy(future::get).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> future.get(1, SECONDS)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> executor.invokeAll(work)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> executor.invokeAll(work, 1, SECONDS))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> executor.invokeAny(work)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> executor.invokeAny(work, 1, SECONDS))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> executor.awaitTermination(1, SECONDS))
          .isInstanceOf(IllegalStateException.class);
      sleep(ofMillis(1)).await();
      assertThat(future.get()).isEqualTo("value");
    });
  }

  @Test
  void otherThreadsWaitAsForAnyExecutor() throws Exception {
    try (LoopThread thread = new LoopThread()) {
      ScheduledExecutorService executor = executor(thread.loop());
      Callable<Boolean> onLoop = thread.loop()::isCurrent;
      assertThat(executor.submit(onLoop).get()).isTrue();
      assertThat(executor.schedule(onLoop, 1, MILLISECONDS).get()).isTrue();
      assertThat(executor.invokeAll(List.of(onLoop, onLoop))).allMatch(Future::resultNow);
      assertThat(executor.invokeAny(List.of(onLoop, onLoop))).isTrue();
      executor.close();
      assertThat(executor.isTerminated()).isTrue();
    }
  }

  @Test
  void eachThreadsWorkRunsOnceAndInItsOrder() throws Exception {
    int threads = 4;
    int each = 5_000;
    ConcurrentLinkedQueue<int[]> ran = new ConcurrentLinkedQueue<>();
    try (LoopThread thread = new LoopThread();
        var submitters = Executors.newFixedThreadPool(threads)) {
      ScheduledExecutorService executor = executor(thread.loop());
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int number = t;
        done.add(
            submitters.submit(() -> {
              for (int i = 0; i < each; i++) {
                int[] entry = {number, i};
                executor.execute(() -> ran.add(entry));
              }
            }));
      }
      for (Future<?> future : done) {
        future.get();
      }
      executor.shutdown();
      assertThat(executor.awaitTermination(60, SECONDS)).isTrue();
    }
    assertThat(ran).hasSize(threads * each);
    int[] next = new int[threads];
    for (int[] entry : ran) {
      assertThat(entry[1]).isEqualTo(next[entry[0]]++);
    }
  }

  // ---- the end

  @Test
  void shutdownRunsWhatWaitsAndEndsWhatIsPeriodic(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      executor.execute(() -> trail.add("at once"));
      executor.schedule(() -> trail.add("delayed"), 1, SECONDS);
      ScheduledFuture<?> periodic =
          executor.scheduleAtFixedRate(() -> trail.add("periodic"), 1, 1, SECONDS);
      executor.shutdown();
      assertThat(periodic.isCancelled()).isTrue();
      assertThat(executor.isShutdown()).isTrue();
      assertThat(executor.isTerminated()).isFalse();
      assertThatThrownBy(() -> executor.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(() -> executor.schedule(() -> {}, 1, SECONDS))
          .isInstanceOf(RejectedExecutionException.class);
      sleep(ofSeconds(5)).await();
      assertThat(executor.isTerminated()).isTrue();
      assertThat(executor.awaitTermination(1, SECONDS)).isTrue();
    });
    trail.assertIs("at once", "delayed");
    assertThat(loop.isClosed()).isFalse();
  }

  @Test
  void periodicWorkThatShutsItsExecutorDownEnds(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      ScheduledFuture<?> periodic =
          executor.scheduleWithFixedDelay(
              () -> {
                trail.add("ran");
                executor.shutdown();
              },
              1,
              1,
              SECONDS);
      sleep(ofSeconds(5)).await();
      assertThat(periodic.isCancelled()).isTrue();
      assertThat(executor.isTerminated()).isTrue();
    });
    trail.assertIs("ran");
  }

  @Test
  void shutdownNowReturnsWhatWaits(Runner runner, EventLoop loop, Trail trail) throws Exception {
    ScheduledExecutorService executor = executor(loop);
    runner.run(() -> {
      Runnable plain = () -> trail.add("plain");
      executor.execute(plain);
      ScheduledFuture<?> delayed = executor.schedule(() -> trail.add("delayed"), 1, SECONDS);
      assertThat(executor.shutdownNow()).containsExactlyInAnyOrder(plain, (Runnable) delayed);
      assertThat(executor.isTerminated()).isTrue();
      sleep(ofSeconds(5)).await();
    });
    trail.assertIs();
  }

  @Test
  void aLoopThatClosesCancelsWhatWaitsAndRejectsMore() {
    EventLoop loop = Asyncio.newEventLoop();
    ScheduledExecutorService executor = executor(loop);
    Future<?> now = executor.submit(() -> {});
    Future<?> later = executor.schedule(() -> {}, 1, SECONDS);
    Future<?> periodic = executor.scheduleAtFixedRate(() -> {}, 1, 1, SECONDS);
    loop.callSoon(loop::stop);
    loop.runForever();
    Future<?> afterwards = executor.submit(() -> {});
    loop.close();
    assertThat(now.state()).isEqualTo(Future.State.SUCCESS);
    for (Future<?> future : List.of(later, periodic, afterwards)) {
      assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> executor.schedule(() -> {}, 1, SECONDS))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(executor.isTerminated()).isTrue();
  }
}
