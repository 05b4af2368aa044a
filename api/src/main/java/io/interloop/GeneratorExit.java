// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * Thrown inside a coroutine or an async generator that is closed before its end, where it last
 * suspended, so that its {@code finally} blocks run.
 *
 * <p>A generator sees it when {@link AsyncStream#close()} is called; a task that is still pending
 * sees it when its loop closes for good. Clean up and let it pass. Awaiting a pending future while
 * the loop closes throws it again, as nobody is left to resume the coroutine.
 *
 * @see <a href="https://docs.python.org/3/library/exceptions.html#GeneratorExit">Python:
 *     GeneratorExit</a>
 */
public final class GeneratorExit extends Error {
  private static final long serialVersionUID = 1L;

  /** Creates the error. */
  public GeneratorExit() {}
}
