// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import org.jspecify.annotations.Nullable;

/**
 * Has what a library keeps in thread-locals follow a {@link Context}, as context variables do:
 * logging's MDC, a trace's span.
 *
 * <p>While a context runs on a thread, the thread has the context's state. When it leaves, at the
 * end of a callback or where a task suspends, its state is kept and the thread has again what it
 * had before. So what a task sets stays with the task, over every await, and no other task sees it.
 * A copy of a context starts with the state the context had when it was copied.
 *
 * <pre>
 *   enter:   displaced = install(state)
 *   exit:    state = remove(displaced)
 *   copy:    capture(), if the context runs on this thread
 * </pre>
 *
 * <p>On one thread these pairs are nested, never crossed. All three methods are called in the
 * thread concerned, for each callback and each step of a task, so they should be quick. They must
 * neither throw nor await: that is fatal to the task, and may be to the loop.
 *
 * <p>Carriers are found by {@link java.util.ServiceLoader}, once for each JVM, through the class
 * loader of this interface. If there is none, contexts cost what they cost without.
 */
public interface ThreadStateCarrier {

  /**
   * Returns the state of the calling thread.
   *
   * @return the state, which nobody modifies later; null stands for that of a new context
   */
  @Nullable Object capture();

  /**
   * Gives the calling thread the state of a context.
   *
   * @param state what {@link #capture} returned, in whichever thread, or null for a new context
   * @return what the thread had, for {@link #remove}
   */
  @Nullable Object install(@Nullable Object state);

  /**
   * Gives the calling thread back what it had.
   *
   * @param displaced what the {@link #install} returned to which this is the counterpart
   * @return the state that is taken off, with what was changed since it was installed
   */
  @Nullable Object remove(@Nullable Object displaced);
}
