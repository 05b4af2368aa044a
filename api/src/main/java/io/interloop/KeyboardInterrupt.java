// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * Says that the user pressed Ctrl-C: thrown by {@code Asyncio.run} after the main task was
 * cancelled and has cleaned up.
 *
 * <p>One of the few errors that stop a loop: thrown by a task or a callback, it leaves {@link
 * EventLoop#runForever()} at once. The others are the {@link VirtualMachineError}s but for {@link
 * StackOverflowError}, which is an ordinary failure.
 *
 * @see <a href="https://docs.python.org/3/library/exceptions.html#KeyboardInterrupt">Python:
 *     KeyboardInterrupt</a>
 */
public final class KeyboardInterrupt extends Error {
  private static final long serialVersionUID = 1L;

  /** Creates the error. */
  public KeyboardInterrupt() {}
}
