// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Turns on a scheduler of some library, or on one worker of it.
 *
 * @param <D> what the library returns for what it has scheduled
 */
public abstract class SchedulingHost<D> implements Host {
  private static final long WALL_CLOCK_MILLIS = 60_000;

  /**
   * What a scheduler and a worker have in common.
   *
   * @param <D> what the library returns
   */
  @FunctionalInterface
  public interface Later<D> {

    /**
     * Schedules work.
     *
     * @param work the work
     * @param delay how long to wait
     * @param unit what the delay counts in
     */
    D schedule(Runnable work, long delay, TimeUnit unit);
  }

  private final Function<? super Runnable, ? extends D> soon;
  private final Later<? extends D> later;
  private final LongSupplier clock;
  private final String name;

  /**
   * For subclasses.
   *
   * @param soon schedules work without a delay
   * @param later schedules work with one
   * @param now what the scheduler says the time is, in nanoseconds
   * @param name what to call it in messages
   */
  protected SchedulingHost(
      Function<? super Runnable, ? extends D> soon,
      Later<? extends D> later,
      LongSupplier now,
      String name) {
    this.soon = soon;
    this.later = later;
    this.clock = hasOwnTime(now) ? now : System::nanoTime;
    this.name = name;
  }

  /**
   * Schedulers say by default that now is what the wall clock shows. That may go back, and is not
   * what their delays go by. Those whose time is another one have set it themselves.
   */
  private static boolean hasOwnTime(LongSupplier now) {
    long apart = TimeUnit.NANOSECONDS.toMillis(now.getAsLong()) - System.currentTimeMillis();
    return Math.abs(apart) > WALL_CLOCK_MILLIS;
  }

  /**
   * Returns what takes back what was scheduled.
   *
   * @param scheduled what the library has returned
   * @throws java.util.concurrent.RejectedExecutionException if that means a refusal
   */
  protected abstract Timer accepted(D scheduled);

  @Override
  public final void execute(Runnable turn) {
    Timer unused = accepted(soon.apply(turn));
  }

  @Override
  public Timer schedule(Duration delay, Runnable alarm) {
    return accepted(
        later.schedule(alarm, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS));
  }

  /**
   * As {@link Host} does by default: for schedulers that know no delays.
   *
   * @param delay how long to wait
   * @param alarm what to run then
   */
  protected final Timer scheduleByDefault(Duration delay, Runnable alarm) {
    return Host.super.schedule(delay, alarm);
  }

  @Override
  public final long nanoTime() {
    return clock.getAsLong();
  }

  @Override
  public final String name() {
    return name;
  }
}
