// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.NoSuchElementException;
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
 */
final class ItemBuffer<T> {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 1024;

  /** Its last element is the next array. */
  private @Nullable Object[] first = new @Nullable Object[SMALLEST + 1];

  private @Nullable Object[] last = first;

  private int read;
  private int written;

  /** An array that was read to its end, to be filled again. */
  private @Nullable Object @Nullable [] spare;

  boolean isEmpty() {
    return first == last && read == written;
  }

  void add(T item) {
    if (written == last.length - 1) {
      append();
    }
    last[written++] = item;
  }

  private void append() {
    @Nullable Object[] next = spare;
    if (next == null) {
      next = new @Nullable Object[Math.min(2 * written, LARGEST) + 1];
    }
    spare = null;
    last[written] = next;
    last = next;
    written = 0;
  }

  /** Takes the oldest item out. */
  @SuppressWarnings("unchecked") // add() took a T
  T remove() {
    Object item = first[read];
    if (item == null) {
      throw new NoSuchElementException();
    }
    first[read++] = null;
    if (first == last) {
      if (read == written) {
        read = 0;
        written = 0;
      }
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

  /** Takes all items out, in their order. */
  void drain(Consumer<? super T> target) {
    while (!isEmpty()) {
      target.accept(remove());
    }
  }
}
