// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a guest loop needs of the application it lives in: to be run soon. A guest loop has no
 * thread of its own; it asks its host for a <i>turn</i>, a short piece of work, whenever there is
 * something to do, and for nothing while there is not.
 *
 * <p>An event queue, an executor, a scheduler of RxJava or Reactor, a Vert.x context: whatever can
 * run a {@link Runnable} later is a host, so a lambda will do.
 *
 * <p>The loop sees to it that its turns do not overlap and that each sees what the one before has
 * written, whatever threads the host has. It asks for one turn at a time.
 *
 * <p><b>A host with a confined thread</b>, such as Swing's event queue, a Netty event loop or a
 * Vert.x event-loop context, has things that may be touched by this thread only. Callbacks run on
 * it. Coroutines do so under the mounted engine; under the handoff engine they run on virtual
 * threads while the host's thread waits for them. There a coroutine must neither touch what is
 * confined, nor wait for the host's thread, which waits for it: it leaves both to a callback.
 */
public interface Host {

  /** An alarm that was set and may not be wanted any more. */
  @FunctionalInterface
  interface Timer {

    /** Takes the alarm back if it has not gone off. Called at most once, by any thread. */
    void cancel();
  }

  /**
   * Has a turn run soon: once, on a thread of this host, and never inside this call. Any thread may
   * call it.
   *
   * @param turn what to run; throws only what is to stop the program, such as a {@link
   *     VirtualMachineError}
   * @throws RuntimeException if this host takes nothing any more, a {@link
   *     java.util.concurrent.RejectedExecutionException} for instance; the loop then closes and
   *     tells its tasks
   */
  void execute(Runnable turn);

  /**
   * Sets an alarm. The loop sets one at a time, for its nearest deadline, and asks for a turn when
   * it goes off. Any thread may call this, and any thread may run the alarm: it never blocks and
   * never throws. One that comes too early is set again, so a host that counts in milliseconds
   * rounds up.
   *
   * <p>By default the JDK's own timer thread waits.
   *
   * @param delay how long to wait, above zero
   * @param alarm what to run then
   * @return what takes it back
   * @throws RuntimeException if this host takes nothing any more
   */
  default Timer schedule(Duration delay, Runnable alarm) {
    CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
    var unused =
        timer
            .completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS)
            .thenRun(alarm);
    return () -> timer.cancel(false);
  }

  /**
   * Returns whether the calling thread is where turns run, and no turn can begin while the calling
   * code is there. Such code may use the loop between turns: create tasks, cancel them, close the
   * loop. Of all other threads the loop expects {@code callSoonThreadsafe}.
   *
   * <p>A host with a confined thread knows. A host that does not, or that has several threads which
   * work at the same time, says false, as is the default.
   */
  default boolean isCurrent() {
    return false;
  }

  /**
   * Returns whether all turns run on one and the same platform thread. Only then is the mounted
   * engine chosen by itself: its coroutines cannot move between threads.
   */
  default boolean isSingleThreaded() {
    return false;
  }

  /**
   * Returns the time, by which {@link #schedule} must go: the JDK's, unless this host has one of
   * its own, as schedulers for tests have.
   *
   * @return nanoseconds since an origin of this host's choice; never goes back
   */
  default long nanoTime() {
    return System.nanoTime();
  }

  /** Returns what to call this host in messages. */
  default String name() {
    return toString();
  }

  /**
   * Says that work has started outside the loop which will end in a turn: a job of an executor. A
   * host with virtual time stops its clock meanwhile. Any thread may call it.
   */
  default void outsideWorkStarted() {}

  /** Says that such work has ended. Any thread may call it. */
  default void outsideWorkEnded() {}
}
