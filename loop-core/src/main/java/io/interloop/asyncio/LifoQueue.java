// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Queue} that hands out the latest item first.
 *
 * @param <T> the type of the items
 */
public final class LifoQueue<T extends @Nullable Object> extends Queue<T> {

  /** Creates a queue without a limit. */
  public LifoQueue() {
    this(0);
  }

  /**
   * Creates a queue.
   *
   * @param maxsize how many items it holds; 0 or less for any number
   */
  public LifoQueue(int maxsize) {
    super(maxsize, new DequeStore<>(End.LAST));
  }
}
