// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.Comparator;

/**
 * A {@link Queue} that hands out the smallest item first. The order of equal items is undefined.
 *
 * @param <T> the type of the items
 */
public final class PriorityQueue<T> extends Queue<T> {

  private PriorityQueue(int maxsize, Store<T> store) {
    super(maxsize, store);
  }

  /**
   * Creates a queue without a limit, in natural order.
   *
   * @param <T> the type of the items
   */
  public static <T extends Comparable<? super T>> PriorityQueue<T> create() {
    return create(0);
  }

  /**
   * Creates a queue in natural order.
   *
   * @param <T> the type of the items
   * @param maxsize how many items it holds; 0 or less for any number
   */
  public static <T extends Comparable<? super T>> PriorityQueue<T> create(int maxsize) {
    return create(maxsize, Comparator.naturalOrder());
  }

  /**
   * Creates a queue.
   *
   * @param <T> the type of the items
   * @param maxsize how many items it holds; 0 or less for any number
   * @param order which item is smaller
   */
  public static <T> PriorityQueue<T> create(int maxsize, Comparator<? super T> order) {
    return new PriorityQueue<>(maxsize, new HeapStore<>(order));
  }

  private static final class HeapStore<T> implements Store<T> {
    private final java.util.PriorityQueue<T> heap;

    HeapStore(Comparator<? super T> order) {
      heap = new java.util.PriorityQueue<>(order);
    }

    @Override
    public void put(T item) {
      heap.add(item);
    }

    @Override
    public T take() {
      return heap.remove();
    }

    @Override
    public void giveBack(T item) {
      heap.add(item);
    }

    @Override
    public int size() {
      return heap.size();
    }
  }
}
