// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.newEventLoop;
import static io.interloop.asyncio.Asyncio.newGuestLoop;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.toThread;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.KeyboardInterrupt;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.LoopConfig;
import io.interloop.spi.Host;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import io.interloop.testkit.VirtualHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest of a host whose only thread is the test's: turn by turn. */
class GuestLoopTest {
  private final VirtualHost host = new VirtualHost();
  private final EventLoop loop = newGuestLoop(host);
  private final Trail trail = new Trail();
  private final List<String> reports = new ArrayList<>();

  @BeforeEach
  void collectReports() {
    loop.setExceptionHandler((where, report) -> reports.add(report.message()));
  }

  @AfterEach
  void close() {
    loop.close();
    assertThat(reports).isEmpty();
  }

  private void assertReported(String... messages) {
    assertThat(reports).containsExactly(messages);
    reports.clear();
  }

  // ---- turns

  @Test
  void nothingRunsInTheCallThatCreatesATask() {
    loop.createTask(() -> trail.add("task"));
    loop.callSoon(() -> trail.add("callback"));
    loop.callSoonThreadsafe(() -> trail.add("from elsewhere"));
    trail.add("created");
    host.run();

    trail.assertIs("created", "task", "callback", "from elsewhere");
    assertThat(host.turns()).isEqualTo(1);
  }

  @Test
  void aTurnIsATick() {
    loop.createTask(() -> {
      for (int i = 1; i <= 3; i++) {
        trail.add("step " + i + " in turn " + host.turns());
        sleep(ZERO).await();
      }
    });
    host.run();

    trail.assertIs("step 1 in turn 1", "step 2 in turn 2", "step 3 in turn 3");
  }

  @Test
  void aLongTickIsContinuedInTheNextTurnWhichStillIsTheSameTick() {
    IntStream.range(0, 600)
        .forEach(i ->
            loop.callSoon(() -> {
              if (i == 0) {
                loop.callSoon(() -> trail.add("next tick in turn " + host.turns()));
              }
              if (i % 200 == 0 || i == 599) {
                trail.add(i + " in turn " + host.turns());
              }
            }));
    host.run();

    trail.assertIs(
        "0 in turn 1", "200 in turn 1", "400 in turn 2", "599 in turn 3", "next tick in turn 4");
  }

  @Test
  void theHostIsLeftAloneWhileTheLoopHasNothingToDo() {
    Task<?> task = loop.createTask(() -> sleep(ofHours(1)).await());
    host.run();

    assertThat(task.done()).isTrue();
    assertThat(host.elapsed()).isEqualTo(ofHours(1));
    // It goes to sleep; the timer; it wakes up.
    assertThat(host.turns()).isEqualTo(3);
  }

  @Test
  void onlyTheNearestDeadlineIsArmed() {
    for (int i = 3; i >= 1; i--) {
      int hours = i;
      loop.callLater(ofHours(i), () -> trail.add(hours + "h at " + host.elapsed() + armed()));
    }
    loop.callSoon(() -> loop.callLater(ofSeconds(1), () -> trail.add("1s" + armed())));
    host.run();

    trail.assertIs(
        "1s, armed: 0", "1h at PT1H, armed: 0", "2h at PT2H, armed: 0", "3h at PT3H, armed: 0");
    assertThat(host.alarms()).isZero();
  }

  @Test
  void anEarlierDeadlineReplacesTheOneThatIsArmed() {
    loop.callLater(ofHours(2), () -> trail.add("2h"));
    loop.callSoon(host::stop);
    host.run();
    trail.add("at " + host.elapsed() + armed());
    loop.callLater(ofHours(1), () -> trail.add("1h"));
    loop.callSoon(host::stop);
    host.run();
    trail.add("at " + host.elapsed() + armed());
    host.run();

    trail.assertIs("at PT0S, armed: 1", "at PT0S, armed: 1", "1h", "2h");
  }

  private String armed() {
    return ", armed: " + host.alarms();
  }

  @Test
  void aTimerThatWasCancelledWakesNobody() {
    var timer = loop.callLater(ofHours(1), () -> trail.add("never"));
    loop.callSoon(() -> timer.cancel());
    host.run();

    trail.assertIs();
    assertThat(host.elapsed()).isZero();
    assertThat(host.turns()).isEqualTo(1);
  }

  @Test
  void timeStandsStillWhileAJobRunsInAThread() {
    Task<String> task = loop.createTask(() -> toThread(() -> "from a thread").await());
    loop.callLater(ofHours(1), () -> trail.add("an hour, with the job done: " + task.done()));
    host.run();

    trail.assertIs("an hour, with the job done: true");
  }

  @Test
  void aLoopThatRunsByItselfMayBeTheHost() throws Exception {
    VirtualClock clock = new VirtualClock();
    LoopConfig config = LoopConfig.DEFAULT.withBackend(clock);
    run(
        config,
        () -> {
          EventLoop outer = getRunningLoop();
          EventLoop inner = newGuestLoop(outer::callSoonThreadsafe);
          Promise<String> told = outer.createPromise();
          inner.createTask(() -> {
            sleep(ZERO).await();
            assertThat(getRunningLoop()).isSameAs(inner);
            outer.callSoonThreadsafe(() -> told.setResult("from the guest"));
          });
          assertThat(told.await()).isEqualTo("from the guest");
          inner.close();
        });
  }

  // ---- the host's own code

  @Test
  void theHostsCodeCreatesAndCancelsTasksBetweenTurns() {
    Task<?> task =
        loop.createTask(() -> {
          try {
            sleep(ofHours(1)).await();
          } finally {
            trail.add("cancelled at " + host.elapsed());
          }
        });
    loop.callLater(ofSeconds(1), host::stop);
    host.run();
    task.cancel();
    trail.add("asked");
    host.run();

    trail.assertIs("asked", "cancelled at PT1S");
    assertThat(task.cancelled()).isTrue();
  }

  @Test
  void betweenTurnsNoLoopRunsAndAnEagerTaskWaitsForTheNext() {
    assertThat(loop.isRunning()).isFalse();
    Task<?> task = loop.createTask(TaskOptions.DEFAULT.eager(), () -> trail.add("eager"));
    trail.add("current: " + loop.isCurrent() + ", running: " + loop.isRunning());
    host.run();

    trail.assertIs("current: false, running: true", "eager");
    assertThat(task.done()).isTrue();
    assertThat(EventLoop.runningOrNull()).isNull();
  }

  @Test
  void anEagerTaskStartsInsideTheCallWithinATurn() {
    loop.callSoon(() -> {
      loop.createTask(TaskOptions.DEFAULT.eager(), () -> trail.add("eager"));
      trail.add("created");
    });
    host.run();

    trail.assertIs("eager", "created");
  }

  @Test
  void otherThreadsAreRefusedOnceTheLoopIsRunning() throws Exception {
    Task<?> task = loop.createTask(() -> sleep(ZERO).await());
    CompletableFuture<Void> elsewhere =
        CompletableFuture.runAsync(() -> {
          assertThatThrownBy(() -> loop.createTask(() -> {}))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("callSoonThreadsafe");
          assertThatThrownBy(task::cancel).hasMessageContaining("callSoonThreadsafe");
        });
    elsewhere.get();
    host.run();

    assertThat(task.cancelled()).isFalse();
  }

  @Test
  void anotherThreadWaitsThroughACompletableFuture() {
    CompletableFuture<String> result =
        runCoroutineThreadsafe(
            () -> {
              sleep(ofHours(1)).await();
              return "result";
            },
            loop);
    assertThatThrownBy(result::join)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("guest of VirtualHost")
        .hasMessageContaining("whenComplete");
    host.run();

    assertThat(result.join()).isEqualTo("result");
  }

  @Test
  void whatIsForALoopWithAThreadToItselfIsRefusedAndTheCureNamed() {
    for (Runnable refused :
        List.<Runnable>of(
            loop::runForever,
            loop::stop,
            () -> {
              try {
                loop.runUntilComplete(() -> 1);
              } catch (RuntimeException refusal) {
                throw refusal;
              } catch (Exception impossible) {
                throw new AssertionError(impossible);
              }
            })) {
      assertThatThrownBy(refused::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("run by its host VirtualHost")
          .hasMessageContaining("runCoroutineThreadsafe");
    }
    assertThat(loop.allTasks()).isEmpty();
  }

  @Test
  void aLoopOfItsOwnIsRefusedWithinATurnAndAllowedBetweenTurns() throws Exception {
    loop.callSoon(() -> assertThatThrownBy(() -> run(() -> 1)).hasMessageContaining("await"));
    host.run();

    assertThat(run(() -> 1)).isEqualTo(1);
  }

  @Test
  void aGuestTakesItsTimeFromTheHost() {
    assertThatThrownBy(() -> newGuestLoop(host, LoopConfig.DEFAULT.withBackend(new VirtualClock())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from its host");
  }

  // ---- nested dispatch

  @Test
  void whileACallbackKeepsTheHostInANestedDispatchTheLoopStandsStill() {
    loop.createTask(() -> {
      sleep(ofSeconds(1)).await();
      trail.add("timer");
    });
    loop.callSoon(() -> {
      trail.add("dialog opens");
      loop.callSoonThreadsafe(() -> trail.add("callback"));
      host.run();
      trail.add("dialog closes");
    });
    host.run();

    trail.assertIs("dialog opens", "dialog closes", "callback", "timer");
  }

  @Test
  void anAlarmThatGoesOffInANestedDispatchIsHeardAtTheEndOfTheTurn() {
    loop.callLater(ofSeconds(1), () -> trail.add("timer"));
    loop.callSoon(host::stop);
    host.run();
    loop.callSoon(() -> {
      trail.add("dialog opens");
      host.run();
      trail.add("dialog closes at " + host.elapsed());
    });
    host.run();

    trail.assertIs("dialog opens", "dialog closes at PT1S", "timer");
  }

  @Test
  void aHostThatRunsTurnsInsideExecuteIsRefused() throws Exception {
    EventLoop inline = newGuestLoop(Runnable::run);
    CompletableFuture<String> report = new CompletableFuture<>();
    inline.setExceptionHandler((where, what) -> report.complete(what + " " + what.exception()));
    CompletableFuture<String> result = runCoroutineThreadsafe(() -> "never", inline);

    assertThat(report.get()).contains("refuses").contains("runs turns inside execute()");
    assertThatThrownBy(result::get).hasMessageContaining("closed");
  }

  @Test
  void aHostThatCannotSetAnAlarmIsReportedAndItsGuestCloses() {
    LinkageError failure = new LinkageError("no timers here");
    Host timeless =
        new Host() {
          @Override
          public void execute(Runnable turn) {
            host.execute(turn);
          }

          @Override
          public Timer schedule(Duration delay, Runnable alarm) {
            throw failure;
          }
        };
    EventLoop guest = newGuestLoop(timeless);
    guest.setExceptionHandler((where, report) ->
        trail.add(report.exception() == null ? report.message() : report.exception().getMessage()));
    guest.createTask(() -> sleep(ofHours(1)).await());
    host.run();

    trail.assertIs("no timers here", "Task was destroyed but it is pending!");
    assertThat(guest.isClosed()).isTrue();
  }

  // ---- the end

  @Test
  void closingUnwindsTheTasksAndCancelsTheAlarm() {
    loop.createTask(
        TaskOptions.named("left"),
        () -> {
          try {
            sleep(ofHours(1)).await();
          } finally {
            trail.add("unwound");
          }
        });
    loop.callSoon(host::stop);
    host.run();
    assertThat(host.alarms()).isEqualTo(1);
    loop.close();

    trail.assertIs("unwound");
    assertThat(host.alarms()).isZero();
    assertThat(loop.isClosed()).isTrue();
    assertThat(loop.isRunning()).isFalse();
    assertReported("Task was destroyed but it is pending!");
    assertThatThrownBy(() -> loop.createTask(() -> {})).hasMessageContaining("closed");
  }

  @Test
  void aTurnThatWasAskedForBeforeTheLoopClosedDoesNothing() {
    loop.callSoon(() -> trail.add("never"));
    loop.close();
    host.run();

    trail.assertIs();
    assertThat(host.turns()).isEqualTo(1);
  }

  @Test
  void closingWithinATurnIsRefusedAndTheHostDoesItAfterwards() {
    loop.createTask(() -> {
      assertThatThrownBy(loop::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("host.execute(loop::close)");
      host.execute(loop::close);
      trail.add("still open: " + !loop.isClosed());
    });
    host.run();

    trail.assertIs("still open: true");
    assertThat(loop.isClosed()).isTrue();
  }

  @Test
  void aGuestThatNeverRanIsClosedInAnyThread() throws Exception {
    CompletableFuture.runAsync(loop::close).get();

    assertThat(loop.isClosed()).isTrue();
    assertThat(host.turns()).isZero();
  }

  @Test
  void aTaskThatIsClosedTellsWhoWaitsForItElsewhere() {
    CompletableFuture<@Nullable Void> result =
        runCoroutineThreadsafe(() -> sleep(ofHours(1)).await(), loop);
    loop.callSoonThreadsafe(host::stop);
    host.run();
    loop.close();

    assertThat(result).isCompletedExceptionally();
    assertReported("Task was destroyed but it is pending!");
  }

  @Test
  void cancellingWhatAnotherThreadWaitsForCancelsTheTask() {
    CompletableFuture<String> result =
        runCoroutineThreadsafe(
            () -> {
              try {
                sleep(ofHours(1)).await();
                return "never";
              } finally {
                trail.add("cancelled at " + host.elapsed());
              }
            },
            loop);
    loop.callSoonThreadsafe(host::stop);
    host.run();
    result.cancel(false);
    host.run();

    trail.assertIs("cancelled at PT0S");
    assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void aFatalErrorReachesTheHostAndTheLoopGoesOn() {
    KeyboardInterrupt fatal = new KeyboardInterrupt();
    loop.callSoon(() -> {
      throw fatal;
    });
    loop.callSoon(() -> trail.add("later"));
    assertThatThrownBy(host::run).isSameAs(fatal);
    trail.assertIs();
    host.run();

    trail.assertIs("later");
  }

  @Test
  void aFailureNobodyAskedForIsReportedAtTheEnd() {
    loop.createTask(
        TaskOptions.named("failing"),
        () -> {
          throw new IllegalStateException("failure");
        });
    host.run();
    loop.close();

    assertReported("Task failing exception was never retrieved");
  }

  @Test
  void aLoopOfItsOwnIsNoGuest() {
    EventLoop own = newEventLoop();
    assertThat(own.toString()).doesNotContain("guest");
    assertThat(loop.toString()).contains("guest of VirtualHost(PT0S)");
    own.close();
  }

  @Test
  void aTaskCreatedInATaskRunsInTheNextTurn() {
    loop.createTask(() -> {
      createTask(() -> trail.add("child in turn " + host.turns()));
      trail.add("parent in turn " + host.turns());
    });
    host.run();

    trail.assertIs("parent in turn 1", "child in turn 2");
  }
}
