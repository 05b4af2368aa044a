// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * A callback that a loop was asked to run, and that can be called off.
 *
 * <p>Cancelling is idempotent. It belongs to the loop, but for the handle of {@link
 * EventLoop#callSoonThreadsafe}: that one may be cancelled from any thread, which either prevents
 * the callback or waits until it has run, never half-way.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.Handle">asyncio:
 *     Handle</a>
 */
public interface Handle {

  /** Calls the callback off, if it has not run yet. */
  void cancel();

  /** Returns whether the callback was called off. */
  boolean cancelled();

  /** Returns the context in which the callback runs. */
  Context getContext();
}
