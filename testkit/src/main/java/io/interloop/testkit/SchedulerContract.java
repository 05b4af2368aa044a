// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loop as a scheduler of some library: what does not depend on the library's ways to refuse and
 * to dispose.
 *
 * @param <D> what the library returns for what it has scheduled
 */
@ExtendWith(LoopExtension.class)
@Timeout(60)
public abstract class SchedulerContract<D> {

  /**
   * Schedules with a delay.
   *
   * @param <D> what the library returns
   */
  @FunctionalInterface
  public interface Later<D> {

    /**
     * Schedules.
     *
     * @param work the work
     * @param delay how long to wait
     * @param unit what the delay counts in
     */
    D schedule(Runnable work, long delay, TimeUnit unit);
  }

  /**
   * Schedules again and again.
   *
   * @param <D> what the library returns
   */
  @FunctionalInterface
  public interface Periodically<D> {

    /**
     * Schedules.
     *
     * @param work the work
     * @param initialDelay how long to wait at first
     * @param period how long it is from one run to the next
     * @param unit what both count in
     */
    D schedule(Runnable work, long initialDelay, long period, TimeUnit unit);
  }

  /**
   * What schedules: a scheduler itself, or a worker of it.
   *
   * @param <D> what the library returns
   * @param now schedules without a delay
   * @param later schedules with one
   * @param periodically schedules again and again
   */
  public record Target<D>(Function<Runnable, D> now, Later<D> later, Periodically<D> periodically) {

    @CanIgnoreReturnValue
    D schedule(Runnable work) {
      return now.apply(work);
    }

    @CanIgnoreReturnValue
    D schedule(Runnable work, long delay, TimeUnit unit) {
      return later.schedule(work, delay, unit);
    }

    @CanIgnoreReturnValue
    D schedulePeriodically(Runnable work, long initialDelay, long period, TimeUnit unit) {
      return periodically.schedule(work, initialDelay, period, unit);
    }
  }

  /**
   * A scheduler.
   *
   * @param <D> what the library returns
   * @param direct the scheduler itself
   * @param newWorker makes a worker
   */
  public record Subject<D>(Target<D> direct, Supplier<Target<D>> newWorker) {}

  /** On which of the two something is scheduled. */
  enum Way {
    DIRECT,
    WORKER;

    <D> Target<D> of(Subject<D> subject) {
      return this == DIRECT ? subject.direct() : subject.newWorker().get();
    }
  }

  /** For subclasses. */
  protected SchedulerContract() {}

  /**
   * Returns the loop as a new scheduler.
   *
   * @param loop the loop
   */
  protected abstract Subject<D> subject(EventLoop loop);

  /**
   * Disposes.
   *
   * @param scheduled what the library has returned
   */
  protected abstract void dispose(D scheduled);

  /**
   * Returns whether something is disposed.
   *
   * @param scheduled what the library has returned
   */
  protected abstract boolean isDisposed(D scheduled);

  /**
   * Installs the library's hook for all that is scheduled; undone when the test has ended.
   *
   * @param hook called before scheduled work, each time it runs
   */
  protected abstract void installScheduleHook(Runnable hook);

  /**
   * Returns the time in words: "5 ms".
   *
   * @param clock the loop's clock
   */
  protected static String at(VirtualClock clock) {
    return clock.elapsed().toMillis() + " ms";
  }

  /**
   * Runs something in another thread and waits for its end.
   *
   * @param action what to run
   */
  protected static void elsewhere(Runnable action) throws InterruptedException {
    Thread.ofPlatform().start(action).join();
  }

  /** Lets a minute pass. */
  protected static void settle() throws Exception {
    Asyncio.sleep(Duration.ofMinutes(1)).await();
  }

  // ---- order and time

  @ParameterizedTest
  @EnumSource
  void workRunsInOrderAndNeverInsideTheCall(Way way, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Target<D> target = way.of(subject(loop));
    runner.run(() -> {
      target.schedule(() -> {
        trail.add("outer begins");
        target.schedule(() -> {
          target.schedule(() -> trail.add("innermost"));
          trail.add("inner ends");
        });
        trail.add("outer ends");
      });
      elsewhere(() -> target.schedule(() -> trail.add("from another thread")));
      target.schedule(() -> trail.add("last"));
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

  @ParameterizedTest
  @EnumSource
  void whatIsDelayedRunsWhenItIsDue(
      Way way, Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Subject<D> subject = subject(loop);
    Target<D> target = way.of(subject);
    runner.run(() -> {
      target.schedule(() -> trail.add("first at " + at(clock)));
      target.schedule(() -> trail.add("300 at " + at(clock)), 300, MILLISECONDS);
      target.schedule(() -> trail.add("100 at " + at(clock)), 100, MILLISECONDS);
      elsewhere(() -> target.schedule(() -> trail.add("200 at " + at(clock)), 200, MILLISECONDS));
      target.schedule(() -> trail.add("also 100 at " + at(clock)), 100, MILLISECONDS);
      subject.direct().schedule(() -> trail.add("direct at " + at(clock)), 150, MILLISECONDS);
      target.schedule(() -> trail.add("second at " + at(clock)), -1, SECONDS);
      settle();
    });
    trail.assertIs(
        "first at 0 ms",
        "second at 0 ms",
        "100 at 100 ms",
        "also 100 at 100 ms",
        "direct at 150 ms",
        "200 at 200 ms",
        "300 at 300 ms");
  }

  @ParameterizedTest
  @EnumSource
  void workThatSchedulesItselfDoesNotGrowTheStack(Way way, Runner runner, EventLoop loop)
      throws Exception {
    Target<D> target = way.of(subject(loop));
    AtomicInteger count = new AtomicInteger();
    runner.run(() -> {
      target.schedule(
          new Runnable() {
            @Override
            public void run() {
              int runs = count.incrementAndGet();
              if (runs < 100_000) {
                target.schedule(this);
              } else if (runs < 100_100) {
                target.schedule(this, 1, MILLISECONDS);
              }
            }
          });
      settle();
    });
    assertThat(count).hasValue(100_100);
  }

  // ---- repeated work

  @ParameterizedTest
  @EnumSource
  void whatIsPeriodicKeepsItsRate(
      Way way, Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    Target<D> target = way.of(subject(loop));
    runner.run(() -> {
      Runnable slow =
          () -> {
            trail.add(at(clock));
            clock.poll(Duration.ofMillis(3).toNanos());
          };
      D periodic = target.schedulePeriodically(slow, 5, 10, MILLISECONDS);
      Asyncio.sleep(Duration.ofMillis(30)).await();
      assertThat(isDisposed(periodic)).isFalse();
      dispose(periodic);
      assertThat(isDisposed(periodic)).isTrue();
      settle();
    });
    trail.assertIs("5 ms", "15 ms", "25 ms");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void aPeriodOfZeroRunsUntilItIsDisposed(long initialDelay, Runner runner, EventLoop loop)
      throws Exception {
    Subject<D> subject = subject(loop);
    runner.run(() -> {
      for (Way way : Way.values()) {
        AtomicInteger count = new AtomicInteger();
        List<D> self = new ArrayList<>();
        self.add(
            way.of(subject)
                .schedulePeriodically(
                    () -> {
                      if (count.incrementAndGet() == 10) {
                        dispose(self.getFirst());
                      }
                    },
                    initialDelay,
                    0,
                    MILLISECONDS));
        settle();
        assertThat(count).hasValue(10);
      }
    });
  }

  // ---- disposing

  @ParameterizedTest
  @EnumSource
  void whatIsDisposedDoesNotRun(Way way, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Subject<D> subject = subject(loop);
    Target<D> target = way.of(subject);
    runner.run(() -> {
      D now = target.schedule(() -> trail.add("now"));
      D later = target.schedule(() -> trail.add("later"), 1, SECONDS);
      D elsewhere = target.schedule(() -> trail.add("elsewhere"), 1, SECONDS);
      assertThat(List.of(now, later, elsewhere)).noneMatch(this::isDisposed);
      dispose(now);
      dispose(now);
      dispose(later);
      elsewhere(() -> dispose(elsewhere));
      assertThat(List.of(now, later, elsewhere)).allMatch(this::isDisposed);
      target.schedule(() -> trail.add("another"));
      settle();
    });
    trail.assertIs("another");
  }

  @ParameterizedTest
  @EnumSource
  void whatHasRunIsDisposedAndWhatRunsIsNot(Way way, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Target<D> target = way.of(subject(loop));
    runner.run(() -> {
      List<D> self = new ArrayList<>();
      self.add(
          target.schedule(() -> {
            trail.add("while it runs: " + isDisposed(self.getFirst()));
            dispose(self.getFirst());
            trail.add("disposed: " + isDisposed(self.getFirst()));
          }));
      self.add(target.schedule(() -> trail.add("while it runs: " + isDisposed(self.getLast()))));
      settle();
      trail.add("afterwards: " + isDisposed(self.getLast()));
    });
    trail.assertIs(
        "while it runs: false", "disposed: true", "while it runs: false", "afterwards: true");
  }

  // ---- hooks

  @ParameterizedTest
  @EnumSource
  void theScheduleHookIsAppliedOnceToEachWayOfScheduling(
      Way way, Runner runner, EventLoop loop, Trail trail) throws Exception {
    Target<D> target = way.of(subject(loop));
    installScheduleHook(() -> trail.add("hook"));
    runner.run(() -> {
      target.schedule(() -> trail.add("soon"));
      target.schedule(() -> trail.add("later"), 1, SECONDS);
      D again = target.schedulePeriodically(() -> trail.add("again"), 2, 1_000, SECONDS);
      settle();
      dispose(again);
    });
    trail.assertIs("hook", "soon", "hook", "later", "hook", "again");
  }
}
