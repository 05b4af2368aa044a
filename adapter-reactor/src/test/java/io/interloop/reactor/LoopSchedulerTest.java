// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.scheduler;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The loop as a Scheduler: what Reactor expects of each of its own. */
final class LoopSchedulerTest extends SchedulerContract<Disposable> {

  @AfterEach
  void resetHooks() {
    Schedulers.resetOnScheduleHooks();
  }

  @Override
  protected Subject<Disposable> subject(EventLoop loop) {
    Scheduler scheduler = scheduler(loop);
    return new Subject<>(
        new Target<>(scheduler::schedule, scheduler::schedule, scheduler::schedulePeriodically),
        () -> {
          Scheduler.Worker worker = scheduler.createWorker();
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
    Schedulers.onScheduleHook(
        "test",
        task ->
            () -> {
              hook.run();
              task.run();
            });
  }

  // ---- order and time

  @Test
  void nowIsTheLoopsTime(Runner runner, EventLoop loop, VirtualClock clock) throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      Asyncio.sleep(Duration.ofMillis(1_500)).await();
      assertThat(scheduler.now(MILLISECONDS)).isEqualTo(1_500);
      assertThat(scheduler.now(SECONDS)).isEqualTo(1);
      assertThat(scheduler.now(NANOSECONDS)).isEqualTo(clock.nanoTime());
    });
  }

  @Test
  void aTasksFailureGoesToTheLoopsExceptionHandler(
      Runner runner, EventLoop loop, Trail trail, Reports reports) throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      Disposable periodic =
          scheduler.schedulePeriodically(
              () -> {
                trail.add("runs");
                throw new IllegalStateException("broken");
              },
              1,
              1,
              SECONDS);
      settle();
      assertThat(periodic.isDisposed()).isTrue();
    });
    trail.assertIs("runs");
    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> assertThat(report.exception()).hasMessage("broken"));
  }

  // ---- disposing

  @Test
  void disposingATaskLeavesItsSchedulerAndItsWorkerAlone(EventLoop loop) {
    Scheduler scheduler = scheduler(loop);
    Scheduler.Worker worker = scheduler.createWorker();
    scheduler.schedule(() -> {}, 1, SECONDS).dispose();
    worker.schedule(() -> {}, 1, SECONDS).dispose();
    assertThat(List.<Disposable>of(scheduler, worker)).noneMatch(Disposable::isDisposed);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsDisposedDisposesItsTasksAndRejectsMore(
      boolean direct, Runner runner, EventLoop loop, Trail trail) throws Exception {
    Scheduler scheduler = scheduler(loop);
    Scheduler.Worker worker = scheduler.createWorker();
    Target<Disposable> target =
        direct
            ? new Target<>(
                scheduler::schedule, scheduler::schedule, scheduler::schedulePeriodically)
            : new Target<>(worker::schedule, worker::schedule, worker::schedulePeriodically);
    Disposable itself = direct ? scheduler : worker;
    Scheduler.Worker other = scheduler.createWorker();
    runner.run(() -> {
      List<Disposable> tasks = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        tasks.add(target.now().apply(() -> trail.add("never")));
        tasks.add(target.later().schedule(() -> trail.add("never"), 1, SECONDS));
        tasks.add(target.periodically().schedule(() -> trail.add("never"), 1, 1, SECONDS));
      }
      Disposable others = other.schedule(() -> trail.add("another worker's"));
      elsewhere(itself::dispose);
      itself.dispose();
      assertThat(itself.isDisposed()).isTrue();
      assertThat(tasks).allMatch(Disposable::isDisposed);
      assertThat(others.isDisposed()).isEqualTo(direct);
      RejectedExecutionException rejected = Exceptions.failWithRejected();
      assertThatThrownBy(() -> target.now().apply(() -> {})).isSameAs(rejected);
      assertThatThrownBy(() -> target.later().schedule(() -> {}, 1, SECONDS)).isSameAs(rejected);
      assertThatThrownBy(() -> target.periodically().schedule(() -> {}, 1, 1, SECONDS))
          .isSameAs(rejected);
      settle();
    });
    assertThat(trail.entries()).isEqualTo(direct ? List.of() : List.of("another worker's"));
  }

  @Test
  void aWorkerOfADisposedSchedulerIsDisposedAndNothingStartsAgain(EventLoop loop) {
    Scheduler scheduler = scheduler(loop);
    Scheduler.Worker worker = scheduler.createWorker();
    scheduler.dispose();
    scheduler.init();
    assertThat(scheduler.isDisposed()).isTrue();
    assertThat(worker.isDisposed()).isTrue();
    assertThat(scheduler.createWorker().isDisposed()).isTrue();
    assertThatThrownBy(() -> worker.schedule(() -> {})).isSameAs(Exceptions.failWithRejected());
    assertThat(Scannable.from(scheduler).scan(Scannable.Attr.TERMINATED)).isTrue();
    assertThat(Scannable.from(worker).scan(Scannable.Attr.TERMINATED)).isTrue();
  }

  @Test
  void disposingGracefullyWaitsForTheTasksAndEndsWhatIsPeriodic(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Scheduler scheduler = scheduler(loop);
    Scheduler.Worker worker = scheduler.createWorker();
    runner.run(() -> {
      worker.schedule(() -> trail.add("worker's at " + at(clock)), 2, SECONDS);
      scheduler.schedule(() -> trail.add("direct at " + at(clock)), 1, SECONDS);
      scheduler.schedulePeriodically(() -> trail.add("never"), 1, 1, SECONDS);
      Mono<Void> first = scheduler.disposeGracefully();
      Mono<Void> second = scheduler.disposeGracefully();
      assertThat(scheduler.isDisposed()).isFalse();
      Asyncio.gather(awaitable(first), awaitable(second)).await();
      trail.add("ended at " + at(clock));
      assertThat(scheduler.isDisposed()).isTrue();
      assertThatThrownBy(() -> scheduler.schedule(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      awaitable(scheduler.disposeGracefully()).await();
    });
    trail.assertIs("direct at 1000 ms", "worker's at 2000 ms", "ended at 2000 ms");
  }

  @Test
  void aClosedLoopRejectsAndSaysWhy(Trail trail) {
    EventLoop loop = Asyncio.newEventLoop();
    Scheduler scheduler = scheduler(loop);
    Disposable waiting = scheduler.schedule(() -> trail.add("never"), 1, SECONDS);
    loop.close();
    assertThat(waiting.isDisposed()).isTrue();
    assertThat(scheduler.isDisposed()).isTrue();
    assertThatThrownBy(() -> scheduler.schedule(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasRootCauseMessage("Event loop is closed: " + loop);
    assertThatThrownBy(() -> scheduler.createWorker().schedule(() -> {}, 1, SECONDS))
        .isInstanceOf(RejectedExecutionException.class);
  }

  // ---- under operators

  @Test
  void operatorsRunOnTheLoop(Runner runner, EventLoop loop) throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      Mono<List<String>> both =
          Flux.just(1, 2)
              .subscribeOn(scheduler)
              .flatMap(id -> Flux.just("a" + id, "b" + id).subscribeOn(scheduler))
              .publishOn(Schedulers.parallel())
              .publishOn(scheduler)
              .map(name -> name + " " + loop.isCurrent())
              .collectList();
      assertThat(awaitable(both).await())
          .containsExactlyInAnyOrder("a1 true", "b1 true", "a2 true", "b2 true");
    });
  }

  @Test
  void aSchedulerThatIsDisposedUnderAnOperatorIsItsError(Runner runner, EventLoop loop)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    runner.run(() -> {
      scheduler.dispose();
      assertThatThrownBy(awaitable(Mono.delay(Duration.ofSeconds(1), scheduler))::await)
          .isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(awaitable(Flux.just(1).publishOn(scheduler).then())::await)
          .isInstanceOf(RejectedExecutionException.class);
    });
  }

  @Test
  void theDefaultSchedulersRunOnTheLoopUntilClosed(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Scheduler before = Schedulers.parallel();
    runner.run(() -> {
      Disposable left;
      try (DefaultSchedulers installed = DefaultSchedulers.runOn(loop)) {
        awaitable(Mono.delay(Duration.ofSeconds(1))).await();
        trail.add("delay at " + at(clock));
        for (Scheduler scheduler :
            List.of(Schedulers.boundedElastic(), Schedulers.single(), installed.scheduler())) {
          trail.add(
              awaitable(Mono.fromCallable(loop::isCurrent).subscribeOn(scheduler)).await()
                  + " at "
                  + at(clock));
        }
        left = Flux.interval(Duration.ofSeconds(1)).subscribe(number -> trail.add("never"));
      }
      assertThat(left.isDisposed()).isFalse();
      assertThat(Schedulers.parallel()).isSameAs(before);
      settle();
    });
    trail.assertIs("delay at 1000 ms", "true at 1000 ms", "true at 1000 ms", "true at 1000 ms");
  }
}
