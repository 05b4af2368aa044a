// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

/**
 * The loop's only door to time and to waiting. The loop never reads a clock or parks a thread in
 * any other way, so that whoever stands here decides what time it is: the testkit's virtual clock
 * does.
 */
public interface Backend {

  /** The {@link #poll} timeout that stands for "until woken". */
  long FOREVER = Long.MAX_VALUE;

  /**
   * Returns the time.
   *
   * @return nanoseconds since an origin of this backend's choice; never goes back
   */
  long nanoTime();

  /**
   * Waits until {@link #wake()} is called or the time is up; may return early. A {@code wake} that
   * came after the last poll makes this one return at once. Called by one thread at a time, though
   * not always by the same.
   *
   * @param nanos how long to wait at the most, in nanoseconds, above 0; {@link #FOREVER} for no
   *     limit
   */
  void poll(long nanos);

  /** Ends the current {@link #poll}, or the next. Any thread may call it. */
  void wake();

  /**
   * Says that work has started outside the loop which will end in a {@link #wake()}: a job of an
   * executor. A virtual clock stands still meanwhile. Any thread may call it.
   */
  default void outsideWorkStarted() {}

  /** Says that such work has ended. Any thread may call it. */
  default void outsideWorkEnded() {}
}
