// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.rx.RxAdapter.scheduler;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Scheduler.Worker;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop as a Scheduler: what RxJava expects of each of its own. */
@ExtendWith({LoopExtension.class, PluginHook.class})
final class LoopSchedulerTest {

  @AfterEach
  void resetPlugins() {
    RxJavaPlugins.setScheduleHandler(null);
  }

  private static String at(VirtualClock clock) {
    return clock.elapsed().toMillis() + " ms";
  }

  private static void elsewhere(Runnable action) throws InterruptedException {
    Thread.ofPlatform().start(action).join();
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofMinutes(1)).await();
  }

  // ---- order and time

  @Test
  void aWorkerRunsItsWorkInOrderAndNeverInsideTheCall(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Worker worker = scheduler(loop).createWorker();
    runner.run(() -> {
      worker.schedule(() -> {
        trail.add("outer begins");
        worker.schedule(() -> {
          worker.schedule(() -> trail.add("innermost"));
          trail.add("inner ends");
        });
        trail.add("outer ends");
      });
      elsewhere(() -> worker.schedule(() -> trail.add("from another thread")));
      worker.schedule(() -> trail.add("last"));
      trail.add("scheduled");
      settle();
    });
    trail.assertIs(
        "scheduled",
        "outer begins",
        "outer ends",
        "from another thread",
        "last",
        "inner ends",
        "innermost");
  }

  @Test
  void whatIsDelayedRunsWhenItIsDue(Runner runner, EventLoop loop, VirtualClock clock, Trail trail)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    Worker worker = scheduler.createWorker();
    runner.run(() -> {
      worker.schedule(() -> trail.add("first at " + at(clock)));
      worker.schedule(() -> trail.add("300 at " + at(clock)), 300, MILLISECONDS);
      worker.schedule(() -> trail.add("100 at " + at(clock)), 100, MILLISECONDS);
      elsewhere(() -> worker.schedule(() -> trail.add("200 at " + at(clock)), 200, MILLISECONDS));
      scheduler.scheduleDirect(() -> trail.add("direct at " + at(clock)), 150, MILLISECONDS);
      worker.schedule(() -> trail.add("second at " + at(clock)), -1, SECONDS);
      settle();
    });
    trail.assertIs(
        "first at 0 ms",
        "second at 0 ms",
        "100 at 100 ms",
        "direct at 150 ms",
        "200 at 200 ms",
        "300 at 300 ms");
  }

  @Test
  void workThatSchedulesItselfDoesNotGrowTheStack(Runner runner, EventLoop loop) throws Exception {
    Worker worker = scheduler(loop).createWorker();
    AtomicInteger count = new AtomicInteger();
    runner.run(() -> {
      worker.schedule(
          new Runnable() {
            @Override
            public void run() {
              int runs = count.incrementAndGet();
              if (runs < 100_000) {
                worker.schedule(this);
              } else if (runs < 100_100) {
                worker.schedule(this, 1, MILLISECONDS);
              }
            }
          });
      settle();
    });
    assertThat(count).hasValue(100_100);
  }

  @Test
  void nowIsTheLoopsTime(Runner runner, EventLoop loop, VirtualClock clock) throws Exception {
    Scheduler scheduler = scheduler(loop);
    Worker worker = scheduler.createWorker();
    runner.run(() -> {
      Asyncio.sleep(Duration.ofMillis(1_500)).await();
      assertThat(scheduler.now(MILLISECONDS)).isEqualTo(1_500);
      assertThat(worker.now(SECONDS)).isEqualTo(1);
      assertThat(worker.now(NANOSECONDS)).isEqualTo(clock.nanoTime());
    });
  }

  // ---- repeated work

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsPeriodicKeepsItsRate(
      boolean direct, Runner runner, EventLoop loop, VirtualClock clock, Trail trail)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      Runnable slow =
          () -> {
            trail.add(at(clock));
            clock.poll(Duration.ofMillis(3).toNanos());
          };
      Disposable disposable =
          direct
              ? scheduler.schedulePeriodicallyDirect(slow, 5, 10, MILLISECONDS)
              : scheduler.createWorker().schedulePeriodically(slow, 5, 10, MILLISECONDS);
      Asyncio.sleep(Duration.ofMillis(30)).await();
      assertThat(disposable.isDisposed()).isFalse();
      disposable.dispose();
      assertThat(disposable.isDisposed()).isTrue();
      settle();
    });
    trail.assertIs("5 ms", "15 ms", "25 ms");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void aPeriodOfZeroRunsUntilItIsDisposed(long initialDelay, Runner runner, EventLoop loop)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    Worker worker = scheduler.createWorker();
    AtomicInteger count = new AtomicInteger();
    runner.run(() -> {
      for (boolean direct : List.of(true, false)) {
        count.set(0);
        SerialDisposable self = new SerialDisposable();
        Runnable tenTimes =
            () -> {
              if (count.incrementAndGet() == 10) {
                self.dispose();
              }
            };
        self.set(
            direct
                ? scheduler.schedulePeriodicallyDirect(tenTimes, initialDelay, 0, MILLISECONDS)
                : worker.schedulePeriodically(tenTimes, initialDelay, 0, MILLISECONDS));
        settle();
        assertThat(count).hasValue(10);
      }
    });
  }

  @Test
  void aFailureGoesToRxsHookAndTheLoopsAndEndsWhatIsPeriodic(
      Runner runner, EventLoop loop, Trail trail, Reports reports) throws Exception {
    Scheduler scheduler = scheduler(loop);
    PluginHook.install(failure -> trail.add("hook: " + failure.getMessage()));
    runner.run(() -> {
      Disposable periodic =
          scheduler.schedulePeriodicallyDirect(
              () -> {
                trail.add("runs");
                throw new UnsupportedOperationException("broken");
              },
              1,
              1,
              SECONDS);
      settle();
      assertThat(periodic.isDisposed()).isTrue();
    });
    trail.assertIs("runs", "hook: broken");
    assertThat(reports.take())
        .singleElement()
        .matches(r -> r.exception().getMessage().equals("broken"));
  }

  // ---- disposing

  @Test
  void whatIsDisposedDoesNotRun(Runner runner, EventLoop loop, Trail trail) throws Exception {
    Scheduler scheduler = scheduler(loop);
    Worker worker = scheduler.createWorker();
    runner.run(() -> {
      Disposable now = scheduler.scheduleDirect(() -> trail.add("now"));
      Disposable later = scheduler.scheduleDirect(() -> trail.add("later"), 1, SECONDS);
      Disposable ofWorker = worker.schedule(() -> trail.add("of the worker"), 1, SECONDS);
      assertThat(List.of(now, later, ofWorker)).noneMatch(Disposable::isDisposed);
      now.dispose();
      later.dispose();
      elsewhere(ofWorker::dispose);
      assertThat(List.of(now, later, ofWorker)).allMatch(Disposable::isDisposed);
      assertThat(worker.isDisposed()).isFalse();
      settle();
    });
    trail.assertIs();
  }

  @Test
  void whatHasRunIsDisposedAndWhatRunsIsNot(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      List<Disposable> self = new ArrayList<>();
      self.add(
          scheduler.scheduleDirect(
              () -> trail.add("while it runs: " + self.getFirst().isDisposed())));
      settle();
      trail.add("afterwards: " + self.getFirst().isDisposed());
    });
    trail.assertIs("while it runs: false", "afterwards: true");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWorkerThatIsDisposedDisposesItsWorkAndTakesNoMore(
      boolean inside, Runner runner, EventLoop loop, Trail trail) throws Exception {
    Scheduler scheduler = scheduler(loop);
    Worker worker = scheduler.createWorker();
    Worker other = scheduler.createWorker();
    runner.run(() -> {
      Disposable delayed = worker.schedule(() -> trail.add("delayed"), 1, SECONDS);
      Disposable periodic = worker.schedulePeriodically(() -> trail.add("periodic"), 1, 1, SECONDS);
      worker.schedule(
          new Runnable() {
            private int runs;

            @Override
            public void run() {
              trail.add("run " + ++runs);
              if (inside && runs == 2) {
                worker.dispose();
              }
              worker.schedule(this);
            }
          });
      Asyncio.sleep(Duration.ZERO).await();
      Asyncio.sleep(Duration.ZERO).await();
      elsewhere(worker::dispose);
      worker.dispose();
      assertThat(worker.isDisposed()).isTrue();
      assertThat(List.of(delayed, periodic)).allMatch(Disposable::isDisposed);
      assertThat(worker.schedule(() -> trail.add("never"))).isSameAs(Disposable.disposed());
      assertThat(worker.schedule(() -> trail.add("never"), 1, SECONDS))
          .isSameAs(Disposable.disposed());
      assertThat(worker.schedulePeriodically(() -> trail.add("never"), 1, 1, SECONDS))
          .isSameAs(Disposable.disposed());
      other.schedule(() -> trail.add("another worker's"));
      settle();
    });
    trail.assertIs("run 1", "run 2", "another worker's");
  }

  @Test
  void aSchedulerThatIsShutDownEndsAllItsWorkAndSaysSo(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    Worker worker = scheduler.createWorker();
    PluginHook.install(failure -> trail.add(failure.getClass().getSimpleName()));
    runner.run(() -> {
      Disposable direct = scheduler.scheduleDirect(() -> trail.add("direct"), 1, SECONDS);
      Disposable ofWorker = worker.schedule(() -> trail.add("worker's"));
      scheduler.shutdown();
      scheduler.shutdown();
      assertThat(List.of(direct, ofWorker, worker)).allMatch(Disposable::isDisposed);
      assertThat(scheduler.scheduleDirect(() -> {})).isSameAs(Disposable.disposed());
      assertThat(scheduler.schedulePeriodicallyDirect(() -> {}, 1, 1, SECONDS))
          .isSameAs(Disposable.disposed());
      assertThat(worker.schedule(() -> {})).isSameAs(Disposable.disposed());
      assertThat(scheduler.createWorker().isDisposed()).isTrue();
      settle();
    });
    String rejected = RejectedExecutionException.class.getSimpleName();
    trail.assertIs(rejected, rejected, rejected);
  }

  @Test
  void aClosedLoopRejects(Trail trail) {
    EventLoop loop = Asyncio.newEventLoop();
    Scheduler scheduler = scheduler(loop);
    Disposable waiting = scheduler.scheduleDirect(() -> trail.add("never"), 1, SECONDS);
    loop.close();
    PluginHook.install(failure -> trail.add(failure.getClass().getSimpleName()));
    assertThat(waiting.isDisposed()).isTrue();
    assertThat(scheduler.scheduleDirect(() -> {})).isSameAs(Disposable.disposed());
    assertThat(scheduler.createWorker().schedule(() -> {}, 1, SECONDS))
        .isSameAs(Disposable.disposed());
    trail.assertIs("RejectedExecutionException", "RejectedExecutionException");
  }

  // ---- hooks and introspection

  private interface Scheduling {
    Disposable schedule(Scheduler scheduler, Runnable run);
  }

  @Test
  void theScheduleHookIsAppliedOnceToEachWayOfScheduling(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    List<Scheduling> ways =
        List.of(
            (s, run) -> s.scheduleDirect(run),
            (s, run) -> s.scheduleDirect(run, 1, SECONDS),
            (s, run) -> s.schedulePeriodicallyDirect(run, 1, 1_000, SECONDS),
            (s, run) -> s.createWorker().schedule(run),
            (s, run) -> s.createWorker().schedule(run, 1, SECONDS),
            (s, run) -> s.createWorker().schedulePeriodically(run, 1, 1_000, SECONDS));
    Function<Runnable, Runnable> hook =
        run ->
            () -> {
              trail.add("hook");
              run.run();
            };
    runner.run(() -> {
      RxJavaPlugins.setScheduleHandler(hook);
      for (Scheduling way : ways) {
        Disposable disposable = way.schedule(scheduler, () -> trail.add("work"));
        settle();
        disposable.dispose();
      }
    });
    assertThat(trail.entries()).hasSize(2 * ways.size()).startsWith("hook", "work", "hook", "work");
  }

  @Test
  void toolsFindTheRunnableBehindTheDisposable(EventLoop loop) {
    Scheduler scheduler = scheduler(loop);
    Runnable run = () -> {};
    for (Disposable disposable :
        List.of(
            scheduler.scheduleDirect(run, 1, SECONDS),
            scheduler.schedulePeriodicallyDirect(run, 1, 1, SECONDS))) {
      assertThat(((SchedulerRunnableIntrospection) disposable).getWrappedRunnable()).isSameAs(run);
      disposable.dispose();
    }
  }

  @Test
  void nullIsRefusedInRxsWords(EventLoop loop) {
    Scheduler scheduler = scheduler(loop);
    assertThatThrownBy(() -> scheduler.scheduleDirect(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("run is null");
    assertThatThrownBy(() -> scheduler.scheduleDirect(null, 1, SECONDS)).hasMessage("run is null");
    assertThatThrownBy(() -> scheduler.schedulePeriodicallyDirect(null, 1, 1, SECONDS))
        .hasMessage("run is null");
  }

  // ---- under operators

  @Test
  void operatorsRunOnTheLoop(Runner runner, EventLoop loop) throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      Single<List<String>> both =
          Flowable.just(1, 2)
              .subscribeOn(scheduler)
              .flatMap(id -> Flowable.just("a" + id, "b" + id).subscribeOn(scheduler))
              .observeOn(Schedulers.computation())
              .observeOn(scheduler)
              .map(name -> name + " " + loop.isCurrent())
              .toList();
      assertThat(awaitable(both).await())
          .containsExactlyInAnyOrder("a1 true", "b1 true", "a2 true", "b2 true");
    });
  }

  @Test
  void disposingAnIntervalStopsIt(Runner runner, EventLoop loop, VirtualClock clock, Trail trail)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      Disposable unused =
          Flowable.interval(50, MILLISECONDS, scheduler)
              .doOnNext(number -> trail.add("generated " + number))
              .observeOn(scheduler)
              .take(2)
              .subscribe(number -> trail.add("received " + number + " at " + at(clock)));
      settle();
    });
    trail.assertIs("generated 0", "received 0 at 50 ms", "generated 1", "received 1 at 100 ms");
  }

  @Test
  void theDefaultSchedulersRunOnTheLoopUntilClosed(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Scheduler before = Schedulers.computation();
    runner.run(() -> {
      Disposable left;
      try (DefaultSchedulers installed = DefaultSchedulers.runOn(loop)) {
        assertThat(Schedulers.computation()).isSameAs(installed.scheduler());
        awaitable(Single.timer(1, SECONDS)).await();
        trail.add("timer at " + at(clock));
        for (Scheduler scheduler :
            List.of(Schedulers.io(), Schedulers.single(), Schedulers.newThread())) {
          trail.add(
              awaitable(Single.fromCallable(loop::isCurrent).subscribeOn(scheduler)).await()
                  + " at "
                  + at(clock));
        }
        left = Flowable.interval(1, SECONDS).subscribe(number -> trail.add("never"));
      }
      assertThat(left.isDisposed()).isFalse();
      assertThat(Schedulers.computation()).isSameAs(before);
      settle();
    });
    trail.assertIs("timer at 1000 ms", "true at 1000 ms", "true at 1000 ms", "true at 1000 ms");
  }
}
