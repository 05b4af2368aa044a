// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Handle;
import io.interloop.KeyboardInterrupt;
import io.interloop.TimerHandle;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's loop does beyond what scenarios can say. */
@ExtendWith(LoopExtension.class)
class EventLoopTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  private static void runOneTick(EventLoop loop) {
    loop.stop();
    loop.runForever();
  }

  @Test
  void callbacksRunInOrderAndWhatTheyScheduleRunsInTheNextTick(EventLoop loop, Trail trail) {
    loop.callSoon(() -> {
      trail.add("a");
      loop.callSoon(() -> trail.add("nested"));
    });
    loop.callSoon(() -> trail.add("b"));

    runOneTick(loop);
    trail.assertIs("a", "b");
    runOneTick(loop);
    trail.assertIs("a", "b", "nested");
  }

  @Test
  void stopLetsTheTickFinishAndKeepsWhatWasScheduledMeanwhile(EventLoop loop, Trail trail) {
    loop.callSoon(() -> {
      loop.stop();
      loop.callSoon(() -> trail.add("next run"));
    });
    loop.callSoon(() -> trail.add("same tick"));

    loop.runForever();
    trail.assertIs("same tick");
    runOneTick(loop);
    trail.assertIs("same tick", "next run");
  }

  @Test
  void timersRunInTheOrderOfTheirDeadlinesAndEqualOnesInTheOrderTheyWereSet(
      EventLoop loop, Trail trail, VirtualClock clock) {
    loop.callLater(ofSeconds(2), () -> trail.add("two"));
    for (int i = 0; i < 5; i++) {
      int number = i;
      loop.callLater(ofSeconds(1), () -> trail.add("one, " + number));
    }
    loop.callLater(ofSeconds(3), loop::stop);
    loop.runForever();

    trail.assertIs("one, 0", "one, 1", "one, 2", "one, 3", "one, 4", "two");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(3));
  }

  @Test
  void aTimerThatIsDueRunsAfterWhatIsReady(EventLoop loop, Trail trail) {
    loop.callLater(ZERO, () -> trail.add("later, zero"));
    loop.callLater(ofSeconds(-5), () -> trail.add("later, negative"));
    loop.callSoon(() -> trail.add("soon"));
    runOneTick(loop);

    trail.assertIs("soon", "later, negative", "later, zero");
  }

  @Test
  void aTimerTellsItsDeadline(Runner runner) throws Exception {
    runner.run(() -> {
      EventLoop loop = EventLoop.running();
      sleep(ofSeconds(1)).await();
      assertThat(loop.time()).isEqualTo(ofSeconds(1));
      assertThat(loop.callLater(ofSeconds(2), () -> {}).when()).isEqualTo(ofSeconds(3));
      assertThat(loop.callAt(ofMillis(500), () -> {}).when()).isEqualTo(ofMillis(500));
    });
  }

  @Test
  void aCancelledHandleDoesNotRun(EventLoop loop, Trail trail) {
    Handle soon = loop.callSoon(() -> trail.add("soon"));
    TimerHandle later = loop.callLater(ZERO, () -> trail.add("later"));
    Handle threadsafe = loop.callSoonThreadsafe(() -> trail.add("threadsafe"));
    for (Handle handle : List.of(soon, later, threadsafe)) {
      assertThat(handle.cancelled()).isFalse();
      handle.cancel();
      handle.cancel();
      assertThat(handle.cancelled()).isTrue();
    }
    runOneTick(loop);

    trail.assertIs();
  }

  @Test
  void manyCancelledTimersAreSweptOutAndTheOthersStillFire(EventLoop loop, Trail trail) {
    List<TimerHandle> timers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      int number = i;
      timers.add(loop.callLater(ofSeconds(1 + i), () -> trail.add("fired " + number)));
    }
    timers.stream().filter(timer -> !timer.when().equals(ofSeconds(150))).forEach(Handle::cancel);
    loop.callLater(ofSeconds(200), loop::stop);
    loop.runForever();

    trail.assertIs("fired 149");
  }

  @Test
  void aDelayTooLongToCountInNanosecondsNeverComes(EventLoop loop, Trail trail) {
    loop.callAt(ofSeconds(Long.MAX_VALUE), () -> trail.add("never"));
    loop.callLater(ofSeconds(1), loop::stop);
    loop.runForever();

    trail.assertIs();
  }

  @Test
  void aCallbackRunsInACopyOfTheCurrentContextOrInTheOneGiven(EventLoop loop, Trail trail) {
    Context given = new Context();
    loop.callSoon(
        given,
        () -> {
          VAR.set("given");
          loop.callSoon(() -> {
            trail.add(VAR.get());
            VAR.set("changed in a copy");
          });
        });
    loop.callSoon(() -> trail.add(VAR.get()));
    runOneTick(loop);
    runOneTick(loop);

    trail.assertIs("default", "given");
    assertThat(given.get(VAR)).isEqualTo("given");
  }

  @Test
  void anExceptionInACallbackIsReportedAndEvenACancelledErrorDoesNotStopTheLoop(
      EventLoop loop, Trail trail, Reports reports) {
    loop.callSoon(() -> {
      throw new IllegalStateException("boom");
    });
    loop.callSoon(() -> {
      throw new CancelledError("nobody's");
    });
    loop.callSoon(() -> trail.add("goes on"));
    runOneTick(loop);

    trail.assertIs("goes on");
    assertThat(reports.take())
        .extracting(ExceptionContext::exception)
        .extracting(Throwable::getMessage)
        .containsExactly("boom", "nobody's");
  }

  @Test
  void aKeyboardInterruptLeavesRunForeverAndTheRestRunsNextTime(EventLoop loop, Trail trail) {
    KeyboardInterrupt interrupt = new KeyboardInterrupt();
    loop.callSoon(() -> {
      throw interrupt;
    });
    loop.callSoon(() -> trail.add("the rest"));

    assertThatThrownBy(loop::runForever).isSameAs(interrupt);
    trail.assertIs();
    runOneTick(loop);
    trail.assertIs("the rest");
  }

  @Test
  void aKeyboardInterruptInATaskLeavesTheLoopAndIsTheTasksFailure(EventLoop loop) {
    KeyboardInterrupt interrupt = new KeyboardInterrupt();

    assertThatThrownBy(() ->
            loop.runUntilComplete(() -> {
              sleep(ofSeconds(1)).await();
              throw interrupt;
            }))
        .isSameAs(interrupt);
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void aFailingExceptionHandlerIsItselfReported() {
    EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    List<String> trail = new ArrayList<>();
    loop.setExceptionHandler((where, report) -> {
      trail.add(report.message());
      throw new IllegalStateException("handler");
    });
    loop.callExceptionHandler(new ExceptionContext("first", null));
    loop.setExceptionHandler(null);
    assertThat(loop.getExceptionHandler()).isNull();
    loop.close();

    assertThat(trail).containsExactly("first");
  }

  @Test
  void theExceptionHandlerSeesTheContextOfTheCallbackAtFault(EventLoop loop, Trail trail) {
    loop.setExceptionHandler((where, report) -> trail.add(VAR.get()));
    Context context = new Context();
    loop.callSoon(
        context,
        () -> {
          VAR.set("at fault");
          throw new IllegalStateException();
        });
    runOneTick(loop);

    trail.assertIs("at fault");
  }

  @Test
  void otherThreadsWakeALoopThatWaits(EventLoop loop, Trail trail) throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              awaitQuietly(waiting);
              loop.callSoonThreadsafe(() -> {
                trail.add("called on the loop: " + loop.isCurrent());
                loop.stop();
              });
            });
    loop.callSoon(waiting::countDown);
    loop.runForever();
    thread.join();

    trail.assertIs("called on the loop: true");
    assertThat(loop.isCurrent()).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void runUntilCompleteGivesTheLastMomentsCallbacksOneMoreTick(EventLoop loop, Trail trail)
      throws Exception {
    int result =
        loop.runUntilComplete(() -> {
          loop.callSoon(() -> trail.add("one more tick"));
          return 7;
        });

    assertThat(result).isEqualTo(7);
    trail.assertIs("one more tick");
  }

  @Test
  void closingDropsWhatIsScheduled(EventLoop loop, Trail trail) {
    loop.callSoon(() -> trail.add("soon"));
    loop.callLater(ZERO, () -> trail.add("later"));
    loop.close();

    trail.assertIs();
    assertThat(loop).asString().contains("closed");
  }

  @Test
  void debugModeTellsWhereAFailingCallbackWasScheduled(EventLoop loop, Reports reports) {
    loop.setDebug(true);
    assertThat(loop.getDebug()).isTrue();
    loop.callSoon(() -> {
      throw new IllegalStateException("boom");
    });
    runOneTick(loop);

    ExceptionContext report = reports.take().get(0);
    assertThat(report.source()).isNotNull();
    assertThat(report.source().getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("debugModeTellsWhereAFailingCallbackWasScheduled");
  }

  @Test
  void aLoopStoppedBeforeItRunsRunsOneTickWithoutWaiting(
      EventLoop loop, Trail trail, VirtualClock clock) {
    loop.callLater(ofSeconds(1), () -> trail.add("not reached"));
    loop.callSoon(() -> {
      trail.add("first tick");
      loop.callSoon(() -> trail.add("not reached"));
    });
    loop.stop();
    loop.runForever();

    trail.assertIs("first tick");
    assertThat(clock.elapsed()).isEqualTo(ZERO);
  }

  @Test
  void anotherThreadMayCancelWhatItHandedIn(EventLoop loop, Trail trail) throws Exception {
    loop.callSoon(() -> {
      Thread thread =
          Thread.ofPlatform()
              .start(() ->
                  loop.callSoonThreadsafe(() -> trail.add("cancelled, not reached")).cancel());
      joinQuietly(thread);
      loop.callSoon(loop::stop);
    });
    loop.runForever();

    trail.assertIs();
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void tasksAndCallbacksShareOneQueue(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      EventLoop loop = EventLoop.running();
      loop.callSoon(() -> trail.add("callback 1"));
      loop.createTask(() -> trail.add("task"));
      loop.callSoon(() -> trail.add("callback 2"));
      trail.add("created");
      sleep(ZERO).await();
      trail.add("resumed");
    });

    trail.assertIs("created", "callback 1", "task", "callback 2", "resumed");
  }
}
