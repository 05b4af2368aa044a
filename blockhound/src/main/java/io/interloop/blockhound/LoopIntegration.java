// SPDX-License-Identifier: Apache-2.0
package io.interloop.blockhound;

import io.interloop.EventLoop;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Has BlockHound find code that blocks a loop: a callback or a coroutine that sleeps, waits for a
 * lock or another thread, or reads a file. It gets a {@link
 * reactor.blockhound.BlockingOperationError} where it blocks. Awaiting is not blocking, nor is the
 * loop's own waiting; code of {@code toThread} and of executors may block.
 *
 * <p>{@code BlockHound.install()} finds this by {@link java.util.ServiceLoader}. BlockHound changes
 * classes of the JDK: the JVM has to be started with {@code
 * -XX:+AllowRedefinitionToAddDeleteMethods}. It is for tests.
 */
public final class LoopIntegration implements BlockHoundIntegration {
  private static final String CORE = "io.interloop.asyncio.";

  /** Creates the integration; the service loader does. */
  public LoopIntegration() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    // Loads what the predicate needs: it must not load classes while it is asked.
    boolean unused = runsLoopCode(Thread.currentThread());

    builder
        .nonBlockingThreadPredicate(before -> before.or(LoopIntegration::runsLoopCode))
        // Whether a thread runs a loop's code changes from one moment to the next.
        .addDynamicThreadPredicate(thread -> true);

    // What blocks a virtual thread does not come to the native methods that BlockHound knows.
    builder
        .markAsBlocking("java.lang.VirtualThread", "sleepNanos", "(J)V")
        .markAsBlocking("java.lang.VirtualThread", "park", "()V")
        .markAsBlocking("java.lang.VirtualThread", "parkNanos", "(J)V");

    // The loop's own waiting: for the baton, and for something to do.
    builder
        .allowBlockingCallsInside(CORE + "Carrier", "await")
        .allowBlockingCallsInside(CORE + "Inbox", "await");
    // Short locks of the JDK's: to make, start or wake a thread, and to hand a job over.
    builder
        .allowBlockingCallsInside(CORE + "Carrier", "pass")
        .allowBlockingCallsInside(CORE + "HandoffEngine", "newCarrier")
        .allowBlockingCallsInside(CORE + "ExecutorJob", "submit");
    // The log may be a file.
    builder
        .allowBlockingCallsInside(CORE + "LoopLog", "warn")
        .allowBlockingCallsInside(CORE + "LoopLog", "error");
  }

  private static boolean runsLoopCode(Thread thread) {
    if (thread != Thread.currentThread()) {
      return false;
    }
    EventLoop loop = EventLoop.runningOrNull();
    return loop != null && loop.isCurrent();
  }
}
