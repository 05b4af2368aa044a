// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.Host;
import io.interloop.spi.SchedulingHost;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Turns on a scheduler of RxJava's, or on one worker of it. */
final class SchedulerHost extends SchedulingHost<Disposable> {

  private SchedulerHost(
      Function<Runnable, Disposable> soon, Later<Disposable> later, LongSupplier now, String name) {
    super(soon, later, now, name);
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

  /** What has run by now is disposed too; but only a refusal is this very object. */
  @Override
  protected Timer accepted(Disposable scheduled) {
    if (scheduled == Disposable.disposed()) {
      throw new RejectedExecutionException(name() + " is disposed or shut down");
    }
    return scheduled::dispose;
  }
}
