// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/**
 * A semaphore that refuses to be released more often than it was acquired.
 *
 * @see <a href="https://docs.python.org/3/library/asyncio-sync.html#boundedsemaphore">asyncio:
 *     BoundedSemaphore</a>
 */
public final class BoundedSemaphore extends Semaphore {
  private final int bound;

  /** Creates a semaphore with one permit. */
  public BoundedSemaphore() {
    this(1);
  }

  /**
   * Creates a semaphore.
   *
   * @param permits how many there are
   * @throws IllegalArgumentException if they are less than 0
   */
  public BoundedSemaphore(int permits) {
    super(permits);
    this.bound = permits;
  }

  /**
   * Releases a permit.
   *
   * @throws IllegalArgumentException if all permits are free already (Python's ValueError)
   */
  @Override
  public void release() {
    if (permits() >= bound) {
      throw new IllegalArgumentException("BoundedSemaphore released too many times: " + this);
    }
    super.release();
  }
}
