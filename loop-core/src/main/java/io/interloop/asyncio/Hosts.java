// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Host;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that the JDK has, for {@link Asyncio#newGuestLoop(Host)}. Those of RxJava, Reactor and
 * Vert.x come with their adapters.
 */
public final class Hosts {

  private Hosts() {}

  /**
   * Returns an executor as a host. It may have one thread or many, so coroutines run on virtual
   * threads unless the engine is named. A {@link ScheduledExecutorService} also keeps the time.
   *
   * <p>As the executor cannot tell which threads are its own, only the loop's own code uses the
   * loop; all other code calls {@code callSoonThreadsafe} and {@code runCoroutineThreadsafe}.
   *
   * @param executor runs the turns; not in the calling thread
   */
  public static Host of(Executor executor) {
    return hostOf(executor, null);
  }

  /**
   * Returns an executor with a confined thread as a host. A Netty event loop is one: {@code
   * Hosts.of(eventLoop, eventLoop::inEventLoop)}, and so is JavaFX: {@code
   * Hosts.of(Platform::runLater, Platform::isFxApplicationThread)}.
   *
   * @param executor runs the turns, on one thread; not in the calling one
   * @param isCurrent tells whether the calling thread is the confined one; see {@link
   *     Host#isCurrent()}
   */
  public static Host of(Executor executor, BooleanSupplier isCurrent) {
    return hostOf(executor, Objects.requireNonNull(isCurrent, "isCurrent"));
  }

  private static Host hostOf(Executor executor, @Nullable BooleanSupplier isCurrent) {
    return executor instanceof ScheduledExecutorService scheduled
        ? new ScheduledHost(scheduled, isCurrent)
        : new ExecutorHost(executor, isCurrent);
  }

  /**
   * Returns the event queue of Swing and AWT as a host. Code on the event dispatch thread may use
   * the loop: a listener creates tasks and cancels them.
   *
   * <p>A headless JVM has an event queue as well, so this works there too. It needs the module
   * {@code java.desktop}; if that was left out, this throws {@link NoClassDefFoundError}.
   */
  public static Host swing() {
    return new SwingHost();
  }
}
