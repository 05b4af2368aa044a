// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order in which they came, in a chain of arrays: it grows without copying, as an
 * array that holds a million items cannot, and what was taken out is not held by its neighbours.
 *
 * <pre>
 *   first [ . . . c d e | o ]     taken out up to read
 *                         v
 *         [ f g h i j k | o ]
 *                         v
 *   last  [ l m . . . . |   ]     filled up to written
 * </pre>
 *
 * <p>Not for several threads at a time.
 *
 * @param <T> the type of the items, which are never null
 */
public final class ItemBuffer<T> {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 1024;

  /** Its last element is the next array. */
  private @Nullable Object[] first = new @Nullable Object[SMALLEST + 1];

  private @Nullable Object[] last = first;

  private int read;
  private int written;

  /**
   * An array that was read to its end, to be filled again. Not one that is too small: so the arrays
   * grow until all that is ever in here fits into one, which is filled again and again.
   */
  private @Nullable Object @Nullable [] spare;

  private int size;

  /** Creates an empty buffer. */
  public ItemBuffer() {}

  /** Returns whether no item is in it. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns how many items are in it. */
  public int size() {
    return size;
  }

  /**
   * Puts an item in.
   *
   * @param item the item
   */
  public void add(T item) {
    if (written == last.length - 1) {
      append();
    }
    last[written++] = item;
    size++;
  }

  private void append() {
    @Nullable Object[] next = spare;
    if (next == null || next.length < last.length) {
      next = new @Nullable Object[Math.min(2 * (last.length - 1), LARGEST) + 1];
    }
    spare = null;
    last[written] = next;
    last = next;
    written = 0;
  }

  /** Takes the oldest item out, or returns null if there is none. */
  @SuppressWarnings("unchecked") // add() took a T
  public @Nullable T poll() {
    if (size == 0) {
      return null;
    }
    size--;
    Object item = first[read];
    first[read++] = null;
    if (size == 0) {
      read = 0;
      written = 0;
    } else if (read == first.length - 1) {
      advance();
    }
    return (T) item;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what is not the last array has a next one
  private void advance() {
    @Nullable Object[] done = first;
    first = (@Nullable Object[]) done[read];
    done[read] = null;
    spare = done;
    read = 0;
  }

  /**
   * Puts an item back, or in before all others: the next one to be taken.
   *
   * @param item the item
   */
  public void giveBack(T item) {
    if (size == 0) {
      add(item);
      return;
    }
    if (read == 0) {
      prepend();
    }
    first[--read] = item;
    size++;
  }

  private void prepend() {
    @Nullable Object[] before = new @Nullable Object[SMALLEST + 1];
    before[SMALLEST] = first;
    first = before;
    read = SMALLEST;
  }

  /**
   * Takes all items out, in their order, with those that are put in meanwhile.
   *
   * @param target where they go
   */
  public void drainTo(Consumer<? super T> target) {
    for (T item = poll(); item != null; item = poll()) {
      target.accept(item);
    }
  }
}
