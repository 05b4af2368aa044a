// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The items of a queue until it is shut down. */
@SuppressWarnings("IterableAndIterator") // iterated over once, and iterator() sees to that
final class QueueStream<T> implements AsyncStream<T>, Iterator<T> {
  private final Queue<T> queue;
  private boolean iterated;
  private boolean ended;

  /** Taken out of the queue, and not handed out yet. */
  private @Nullable T item;

  QueueStream(Queue<T> queue) {
    this.queue = queue;
  }

  @Override
  public Iterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException(
          "a stream is iterated over once; call stream() again for another one");
    }
    iterated = true;
    return this;
  }

  @Override
  public boolean hasNext() {
    if (item != null) {
      return true;
    }
    if (ended) {
      return false;
    }
    try {
      item = Objects.requireNonNull(queue.get().await(), "a stream has no null items");
      return true;
    } catch (QueueShutDown end) {
      ended = true;
      return false;
    } catch (Exception failure) {
      throw Rethrow.asIs(failure);
    }
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T next = Objects.requireNonNull(item);
    item = null;
    return next;
  }

  @Override
  public void close() {
    iterated = true;
    ended = true;
    T held = item;
    if (held != null) {
      item = null;
      queue.giveBack(held);
    }
  }

  @Override
  public String toString() {
    return "AsyncStream of " + queue;
  }
}
