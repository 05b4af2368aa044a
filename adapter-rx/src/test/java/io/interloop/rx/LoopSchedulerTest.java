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
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.SchedulerContract;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Scheduler.Worker;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop as a Scheduler: what RxJava expects of each of its own. */
@ExtendWith(PluginHook.class)
final class LoopSchedulerTest extends SchedulerContract<Disposable> {

  @AfterEach
  void resetPlugins() {
    RxJavaPlugins.setScheduleHandler(null);
  }

  @Override
  protected Subject<Disposable> subject(EventLoop loop) {
    Scheduler scheduler = scheduler(loop);
    return new Subject<>(
        new Target<>(
            scheduler::scheduleDirect,
            scheduler::scheduleDirect,
            scheduler::schedulePeriodicallyDirect),
        () -> {
          Worker worker = scheduler.createWorker();
          return new Target<>(worker::schedule, worker::schedule, worker::schedulePeriodically);
        });
  }

  @Override
  protected void dispose(Disposable scheduled) {
    scheduled.dispose();
  }

  @Override
  protected boolean isDisposed(Disposable scheduled) {
    return scheduled.isDisposed();
  }

  @Override
  protected void installScheduleHook(Runnable hook) {
    RxJavaPlugins.setScheduleHandler(run ->
        () -> {
          hook.run();
          run.run();
        });
  }

  // ---- order and time

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
  void disposingItsWorkLeavesAWorkerAlone(EventLoop loop) {
    Worker worker = scheduler(loop).createWorker();
    worker.schedule(() -> {}, 1, SECONDS).dispose();
    assertThat(worker.isDisposed()).isFalse();
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
