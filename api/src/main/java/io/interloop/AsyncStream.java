// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Many values, pulled one by one: asyncio's async iterator.
 *
 * <p>Inside a coroutine, {@code for} suspends the task until the next item is there:
 *
 * <pre>{@code
 * try (AsyncStream<Event> events = stream(flux)) {
 *   for (Event event : events) {
 *     if (event.isLast()) break;
 *   }
 * }
 * }</pre>
 *
 * <p><b>Once.</b> A stream is iterated over once; convert again for another subscription.
 *
 * <p><b>Cancelling.</b> Cancelling the task while it waits for an item throws {@link
 * CancelledError} out of the loop and cancels the source. Leaving the loop early does not, as Java
 * has no way to notice: {@link #close()} does, so a loop that may break stands in a
 * try-with-resources statement. What is still open when the loop closes is closed with it.
 *
 * <p><b>Failure.</b> The source's exception is thrown where the iteration waits: the very object,
 * also a checked one, though {@link Iterator} does not declare it.
 *
 * <p><b>Null.</b> An item is never null.
 *
 * @param <T> the type of the items
 */
public interface AsyncStream<T> extends Iterable<T>, AutoCloseable {

  /**
   * Begins the iteration. {@link Iterator#hasNext()} suspends the current task until it is known
   * whether there is another item.
   *
   * @return the iterator
   * @throws IllegalStateException if the iteration was begun before, or the stream is closed
   */
  @Override
  Iterator<T> iterator();

  /**
   * Cancels the source, if it has not ended, and waits for its cleanup as far as the source tells.
   * Idempotent. Must be called in a task. Throws whatever the cleanup fails with, as the iteration
   * does.
   */
  @Override
  void close();

  /**
   * Returns a coroutine that reads the whole stream into a list, and closes it whatever happens.
   */
  default Awaitable<List<T>> toList() {
    return () -> {
      try (this) {
        List<T> items = new ArrayList<>();
        forEach(items::add);
        return items;
      }
    };
  }
}
