// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static java.util.Objects.requireNonNull;

import io.interloop.EventLoop;
import java.util.concurrent.ThreadFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A loop in the place of Reactor's parallel, single and bounded elastic schedulers, until this is
 * closed. For tests: on the testkit's virtual clock, operators that nobody gave a scheduler share
 * the loop's time.
 *
 * <pre>{@code
 * try (DefaultSchedulers installed = DefaultSchedulers.runOn(loop)) {
 *   runner.run(() -> awaitable(Mono.delay(ofHours(1))).await());
 * }
 * }</pre>
 *
 * <p>This is state of the whole JVM: tests that use it must not run beside others that use Reactor.
 * A scheduler that code made for itself while this was open is the loop too, with an end of its
 * own. {@link Schedulers#immediate()} stays as it is.
 */
public final class DefaultSchedulers implements AutoCloseable {
  private final Scheduler scheduler;
  private final Schedulers.Snapshot before;

  private DefaultSchedulers(EventLoop loop) {
    this.scheduler = ReactorAdapter.scheduler(loop);
    this.before = Schedulers.setFactoryWithSnapshot(new LoopFactory(loop));
  }

  /** What Reactor makes one of is disposed with it, so each is a scheduler of its own. */
  private record LoopFactory(EventLoop loop) implements Schedulers.Factory {
    @Override
    public Scheduler newBoundedElastic(
        int threadCap, int queuedTaskCap, ThreadFactory threadFactory, int ttlSeconds) {
      return ReactorAdapter.scheduler(loop);
    }

    @Override
    public Scheduler newThreadPerTaskBoundedElastic(
        int threadCap, int queuedTaskCap, ThreadFactory threadFactory) {
      return ReactorAdapter.scheduler(loop);
    }

    @Override
    public Scheduler newParallel(int parallelism, ThreadFactory threadFactory) {
      return ReactorAdapter.scheduler(loop);
    }

    @Override
    public Scheduler newSingle(ThreadFactory threadFactory) {
      return ReactorAdapter.scheduler(loop);
    }
  }

  /**
   * Puts a loop in the place of Reactor's schedulers.
   *
   * @param loop where the work runs
   */
  public static DefaultSchedulers runOn(EventLoop loop) {
    return new DefaultSchedulers(requireNonNull(loop, "loop"));
  }

  /** Returns a scheduler of the loop that is disposed with this. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Puts back what was there before, and ends what still waits. */
  @Override
  public void close() {
    Schedulers.resetFrom(before);
    scheduler.dispose();
  }
}
