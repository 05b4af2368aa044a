// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.spi.Host;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/** Turns on a scheduler of Reactor's, or on one worker of it. */
final class SchedulerHost implements Host {
  private static final long WALL_CLOCK_MILLIS = 60_000;

  /** What a scheduler and a worker have in common. */
  private interface Later {
    Disposable schedule(Runnable task, long delay, TimeUnit unit);
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
        scheduler::schedule,
        scheduler::schedule,
        () -> scheduler.now(TimeUnit.NANOSECONDS),
        scheduler.toString());
  }

  static Host of(Scheduler.Worker worker) {
    return new SchedulerHost(
        worker::schedule, worker::schedule, System::nanoTime, worker.toString());
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
    Disposable unused = soon.apply(turn);
  }

  @Override
  public Timer schedule(Duration delay, Runnable alarm) {
    try {
      return later.schedule(alarm, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS)
          ::dispose;
    } catch (RejectedExecutionException rejected) {
      if (rejected == Exceptions.failWithRejectedNotTimeCapable()) {
        return Host.super.schedule(delay, alarm);
      }
      throw rejected;
    }
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
