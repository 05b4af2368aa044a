// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.EventLoop;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A loop in the place of RxJava's computation, io, single and new-thread schedulers, until this is
 * closed. For tests: on the testkit's virtual clock, operators that nobody gave a scheduler share
 * the loop's time.
 *
 * <pre>{@code
 * try (DefaultSchedulers installed = DefaultSchedulers.runOn(loop)) {
 *   runner.run(() -> awaitable(Single.timer(1, HOURS)).await());
 * }
 * }</pre>
 *
 * <p>This is state of the whole JVM: tests that use it must not run beside others that use RxJava.
 * {@link io.reactivex.rxjava3.schedulers.Schedulers#trampoline()} stays as it is.
 */
public final class DefaultSchedulers implements AutoCloseable {
  private final Scheduler scheduler;
  private final @Nullable Function<? super Scheduler, ? extends Scheduler> computation =
      RxJavaPlugins.getComputationSchedulerHandler();
  private final @Nullable Function<? super Scheduler, ? extends Scheduler> io =
      RxJavaPlugins.getIoSchedulerHandler();
  private final @Nullable Function<? super Scheduler, ? extends Scheduler> single =
      RxJavaPlugins.getSingleSchedulerHandler();
  private final @Nullable Function<? super Scheduler, ? extends Scheduler> newThread =
      RxJavaPlugins.getNewThreadSchedulerHandler();

  private DefaultSchedulers(Scheduler scheduler) {
    this.scheduler = scheduler;
    RxJavaPlugins.setComputationSchedulerHandler(own -> scheduler);
    RxJavaPlugins.setIoSchedulerHandler(own -> scheduler);
    RxJavaPlugins.setSingleSchedulerHandler(own -> scheduler);
    RxJavaPlugins.setNewThreadSchedulerHandler(own -> scheduler);
  }

  /**
   * Puts a loop in the place of RxJava's schedulers.
   *
   * @param loop where the work runs
   */
  public static DefaultSchedulers runOn(EventLoop loop) {
    return new DefaultSchedulers(RxAdapter.scheduler(Objects.requireNonNull(loop, "loop")));
  }

  /** Returns the scheduler that stands in the others' place. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Puts back what was there before, and ends what still waits. */
  @Override
  public void close() {
    RxJavaPlugins.setComputationSchedulerHandler(computation);
    RxJavaPlugins.setIoSchedulerHandler(io);
    RxJavaPlugins.setSingleSchedulerHandler(single);
    RxJavaPlugins.setNewThreadSchedulerHandler(newThread);
    scheduler.shutdown();
  }
}
