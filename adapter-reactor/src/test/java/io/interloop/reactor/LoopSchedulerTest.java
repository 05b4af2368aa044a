// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.scheduler;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The loop as a Scheduler: what Reactor expects of each of its own. */
@ExtendWith(LoopExtension.class)
final class LoopSchedulerTest {

  @AfterEach
  void resetHooks() {
    Schedulers.resetOnScheduleHooks();
  }

  /** A scheduler itself, or a worker of it: Reactor has the same three methods on both. */
  interface Target extends Disposable {
    @CanIgnoreReturnValue
    Disposable schedule(Runnable task);

    @CanIgnoreReturnValue
    Disposable schedule(Runnable task, long delay, TimeUnit unit);

    @CanIgnoreReturnValue
    Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit);
  }

  enum Way {
    DIRECT {
      @Override
      Target of(Scheduler scheduler) {
        return new Target() {
          @Override
          @CanIgnoreReturnValue
          public Disposable schedule(Runnable task) {
            return scheduler.schedule(task);
          }

          @Override
          @CanIgnoreReturnValue
          public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return scheduler.schedule(task, delay, unit);
          }

          @Override
          @CanIgnoreReturnValue
          public Disposable schedulePeriodically(
              Runnable task, long initialDelay, long period, TimeUnit unit) {
            return scheduler.schedulePeriodically(task, initialDelay, period, unit);
          }

          @Override
          public void dispose() {
            scheduler.dispose();
          }

          @Override
          public boolean isDisposed() {
            return scheduler.isDisposed();
          }
        };
      }
    },
    WORKER {
      @Override
      Target of(Scheduler scheduler) {
        Scheduler.Worker worker = scheduler.createWorker();
        return new Target() {
          @Override
          @CanIgnoreReturnValue
          public Disposable schedule(Runnable task) {
            return worker.schedule(task);
          }

          @Override
          @CanIgnoreReturnValue
          public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return worker.schedule(task, delay, unit);
          }

          @Override
          @CanIgnoreReturnValue
          public Disposable schedulePeriodically(
              Runnable task, long initialDelay, long period, TimeUnit unit) {
            return worker.schedulePeriodically(task, initialDelay, period, unit);
          }

          @Override
          public void dispose() {
            worker.dispose();
          }

          @Override
          public boolean isDisposed() {
            return worker.isDisposed();
          }
        };
      }
    };

    abstract Target of(Scheduler scheduler);
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

  @ParameterizedTest
  @EnumSource
  void tasksRunInOrderAndNeverInsideTheCall(Way way, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Target target = way.of(scheduler(loop));
    runner.run(() -> {
      target.schedule(() -> {
        target.schedule(() -> trail.add("inner"));
        trail.add("outer");
      });
      elsewhere(() -> target.schedule(() -> trail.add("from another thread")));
      target.schedule(() -> trail.add("last"));
      trail.add("scheduled");
      settle();
    });
    trail.assertIs("scheduled", "outer", "from another thread", "last", "inner");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDelayedRunsWhenItIsDue(
      Way way, Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Target target = way.of(scheduler(loop));
    runner.run(() -> {
      target.schedule(() -> trail.add("300 at " + at(clock)), 300, MILLISECONDS);
      target.schedule(() -> trail.add("100 at " + at(clock)), 100, MILLISECONDS);
      elsewhere(() -> target.schedule(() -> trail.add("200 at " + at(clock)), 200, MILLISECONDS));
      target.schedule(() -> trail.add("also 100 at " + at(clock)), 100, MILLISECONDS);
      target.schedule(() -> trail.add("at once at " + at(clock)), -1, SECONDS);
      settle();
    });
    trail.assertIs(
        "at once at 0 ms", "100 at 100 ms", "also 100 at 100 ms", "200 at 200 ms", "300 at 300 ms");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPeriodicKeepsItsRate(
      Way way, Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Target target = way.of(scheduler(loop));
    runner.run(() -> {
      Disposable periodic =
          target.schedulePeriodically(
              () -> {
                trail.add(at(clock));
                clock.poll(Duration.ofMillis(3).toNanos());
              },
              5,
              10,
              MILLISECONDS);
      Asyncio.sleep(Duration.ofMillis(30)).await();
      assertThat(periodic.isDisposed()).isFalse();
      periodic.dispose();
      assertThat(periodic.isDisposed()).isTrue();
      settle();
    });
    trail.assertIs("5 ms", "15 ms", "25 ms");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void aPeriodOfZeroRunsUntilItIsDisposed(long initialDelay, Runner runner, EventLoop loop)
      throws Exception {
    Scheduler scheduler = scheduler(loop);
    AtomicInteger count = new AtomicInteger();
    runner.run(() -> {
      Disposable.Swap self = Disposables.swap();
      self.update(
          scheduler.schedulePeriodically(
              () -> {
                if (count.incrementAndGet() == 10) {
                  self.dispose();
                }
              },
              initialDelay,
              0,
              MILLISECONDS));
      settle();
    });
    assertThat(count).hasValue(10);
  }

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

  @ParameterizedTest
  @EnumSource
  void whatIsDisposedDoesNotRun(Way way, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Target target = way.of(scheduler(loop));
    runner.run(() -> {
      Disposable now = target.schedule(() -> trail.add("now"));
      Disposable later = target.schedule(() -> trail.add("later"), 1, SECONDS);
      Disposable elsewhere = target.schedule(() -> trail.add("elsewhere"), 1, SECONDS);
      assertThat(List.of(now, later, elsewhere)).noneMatch(Disposable::isDisposed);
      now.dispose();
      now.dispose();
      later.dispose();
      elsewhere(elsewhere::dispose);
      assertThat(List.of(now, later, elsewhere)).allMatch(Disposable::isDisposed);
      assertThat(target.isDisposed()).isFalse();
      settle();
    });
    trail.assertIs();
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatRunsIsNotDisposedAndOneThatHasRunIs(
      Way way, Runner runner, EventLoop loop, Trail trail) throws Exception {
    Target target = way.of(scheduler(loop));
    runner.run(() -> {
      List<Disposable> self = new ArrayList<>();
      self.add(
          target.schedule(() -> {
            trail.add("runs: " + self.getFirst().isDisposed());
            self.getFirst().dispose();
            trail.add("disposed: " + self.getFirst().isDisposed());
          }));
      self.add(target.schedule(() -> {}));
      settle();
      trail.add("has run: " + self.getLast().isDisposed());
    });
    trail.assertIs("runs: false", "disposed: true", "has run: true");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDisposedDisposesItsTasksAndRejectsMore(
      Way way, Runner runner, EventLoop loop, Trail trail) throws Exception {
    Scheduler scheduler = scheduler(loop);
    Target target = way.of(scheduler);
    Scheduler.Worker other = scheduler.createWorker();
    runner.run(() -> {
      List<Disposable> tasks = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        tasks.add(target.schedule(() -> trail.add("never")));
        tasks.add(target.schedule(() -> trail.add("never"), 1, SECONDS));
        tasks.add(target.schedulePeriodically(() -> trail.add("never"), 1, 1, SECONDS));
      }
      Disposable others = other.schedule(() -> trail.add("another worker's"));
      elsewhere(target::dispose);
      target.dispose();
      assertThat(target.isDisposed()).isTrue();
      assertThat(tasks).allMatch(Disposable::isDisposed);
      assertThat(others.isDisposed()).isEqualTo(way == Way.DIRECT);
      RejectedExecutionException rejected = Exceptions.failWithRejected();
      assertThatThrownBy(() -> target.schedule(() -> {})).isSameAs(rejected);
      assertThatThrownBy(() -> target.schedule(() -> {}, 1, SECONDS)).isSameAs(rejected);
      assertThatThrownBy(() -> target.schedulePeriodically(() -> {}, 1, 1, SECONDS))
          .isSameAs(rejected);
      settle();
    });
    assertThat(trail.entries())
        .isEqualTo(way == Way.DIRECT ? List.of() : List.of("another worker's"));
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

  // ---- hooks

  @ParameterizedTest
  @EnumSource
  void theScheduleHookIsAppliedOnceToEachWayOfScheduling(
      Way way, Runner runner, EventLoop loop, Trail trail) throws Exception {
    Target target = way.of(scheduler(loop));
    Schedulers.onScheduleHook(
        "test",
        task ->
            () -> {
              trail.add("hook");
              task.run();
            });
    runner.run(() -> {
      target.schedule(() -> trail.add("soon"));
      target.schedule(() -> trail.add("later"), 1, SECONDS);
      target.schedulePeriodically(() -> trail.add("again"), 2, 1_000, SECONDS);
      settle();
      target.dispose();
    });
    trail.assertIs("hook", "soon", "hook", "later", "hook", "again");
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
