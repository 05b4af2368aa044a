// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.spi.Host;
import io.interloop.spi.SchedulingHost;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/** Turns on a scheduler of Reactor's, or on one worker of it. */
final class SchedulerHost extends SchedulingHost<Disposable> {

  private SchedulerHost(
      Function<Runnable, Disposable> soon, Later<Disposable> later, LongSupplier now, String name) {
    super(soon, later, now, name);
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

  /** Reactor's schedulers throw if they refuse. */
  @Override
  protected Timer accepted(Disposable scheduled) {
    return scheduled::dispose;
  }

  @Override
  public Timer schedule(Duration delay, Runnable alarm) {
    try {
      return super.schedule(delay, alarm);
    } catch (RejectedExecutionException rejected) {
      if (rejected == Exceptions.failWithRejectedNotTimeCapable()) {
        return scheduleByDefault(delay, alarm);
      }
      throw rejected;
    }
  }
}
