// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.ArrayDeque;
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
    super(maxsize, new StackStore<>());
  }

  private static final class StackStore<T extends @Nullable Object> implements Store<T> {
    private final ArrayDeque<Object> items = new ArrayDeque<>();

    @Override
    public void put(T item) {
      items.addLast(Nulls.masked(item));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // put() took a T
    public T take() {
      return (T) Nulls.unmasked(items.removeLast());
    }

    @Override
    public void giveBack(T item) {
      put(item);
    }

    @Override
    public int size() {
      return items.size();
    }
  }
}
