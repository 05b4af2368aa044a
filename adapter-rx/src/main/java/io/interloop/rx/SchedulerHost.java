// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.Host;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Turns on a scheduler of RxJava's, or on one worker of it. */
final class SchedulerHost implements Host {
  private static final long WALL_CLOCK_MILLIS = 60_000;

  /** What a scheduler and a worker have in common. */
  private interface Later {
    Disposable schedule(Runnable work, long delay, TimeUnit unit);
  }

  private final Function<Runnable, Disposable> soon;
  private final Later later;
  private final LongSupplier clock;
  private final String name;

  private SchedulerHost(
      Function<Runnable, Disposable> soon, Later later, LongSupplier now, String name) {
    this.soon = soon;
    this.later = later;
    this.clock = hasOwnTime(now) ? now : System::nanoTime;
    this.name = name;
  }

  static Host of(Scheduler scheduler) {
    return new SchedulerHost(
        scheduler::scheduleDirect,
        scheduler::scheduleDirect,
        () -> scheduler.now(TimeUnit.NANOSECONDS),
        scheduler.getClass().getSimpleName());
  }

  static Host of(Scheduler.Worker worker) {
    return new SchedulerHost(
        worker::schedule,
        worker::schedule,
        () -> worker.now(TimeUnit.NANOSECONDS),
        "a " + worker.getClass().getSimpleName());
  }

  /**
   * Schedulers say by default that now is what the wall clock shows. That may go back, and is not
   * what their delays go by. Those whose time is another one have set it themselves.
   */
  private static boolean hasOwnTime(LongSupplier now) {
    long apart = TimeUnit.NANOSECONDS.toMillis(now.getAsLong()) - System.currentTimeMillis();
    return Math.abs(apart) > WALL_CLOCK_MILLIS;
  }

  @Override
  public void execute(Runnable turn) {
    Disposable unused = unlessRefused(soon.apply(turn));
  }

  @Override
  public Timer schedule(Duration delay, Runnable alarm) {
    return unlessRefused(
            later.schedule(alarm, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS))
        ::dispose;
  }

  /** What has run by now is disposed too; but only a refusal is this very object. */
  private Disposable unlessRefused(Disposable disposable) {
    if (disposable == Disposable.disposed()) {
      throw new RejectedExecutionException(name + " is disposed or shut down");
    }
    return disposable;
  }

  @Override
  public long nanoTime() {
    return clock.getAsLong();
  }

  @Override
  public String name() {
    return name;
  }
}
