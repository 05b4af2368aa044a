// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A coroutine's result as a stream: one item, or none if it is null. Iterated over once. */
final class OneItemStream<T> implements AsyncStream<T> {
  private final Awaitable<? extends @Nullable T> coroutine;

  OneItemStream(Awaitable<? extends @Nullable T> coroutine) {
    this.coroutine = coroutine;
  }

  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private boolean awaited;
      private @Nullable T item;

      @Override
      public boolean hasNext() {
        if (!awaited) {
          awaited = true;
          item = result();
        }
        return item != null;
      }

      @Override
      public T next() {
        T next = hasNext() ? item : null;
        item = null;
        if (next == null) {
          throw new NoSuchElementException();
        }
        return next;
      }
    };
  }

  private @Nullable T result() {
    try {
      return coroutine.await();
    } catch (Exception failure) {
      throw OneItemStream.<RuntimeException>asIs(failure);
    }
  }

  /** A stream throws its source's very exception, also a checked one. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> X asIs(Exception failure) throws X {
    throw (X) failure;
  }

  /** Does nothing: the task that iterates runs the coroutine, and ends with it. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "Stream of " + coroutine;
  }
}
