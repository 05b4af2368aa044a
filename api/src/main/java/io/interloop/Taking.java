// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.ConversionOptions.OnEmpty;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of values where a target takes fewer than there are. */
final class Taking {

  private Taking() {}

  /**
   * Returns a coroutine for the first item of a stream.
   *
   * @param name what the source is, for messages
   * @param source makes the stream; called for each await
   * @param options what becomes of the rest, and of an empty stream
   */
  static Awaitable<@Nullable Object> first(
      String name, Supplier<? extends AsyncStream<?>> source, ConversionOptions options) {
    return () -> {
      Object first = null;
      boolean taken = false;
      try (AsyncStream<?> stream = source.get()) {
        Iterator<?> items = stream.iterator();
        if (items.hasNext()) {
          first = items.next();
          if (options.afterFirst() == AfterFirst.DRAIN) {
            discardAll(items, options);
          }
        } else if (options.onEmpty() == OnEmpty.FAIL) {
          throw new NoSuchElementException("the " + name + " ended without a value");
        }
        taken = true;
      } finally {
        if (!taken) {
          options.discard(EventLoop.running(), first); // the failure of the rest is the result
        }
      }
      return first;
    };
  }

  /**
   * Returns a coroutine that waits for the end of a stream and discards the items.
   *
   * @param source makes the stream; called for each await
   * @param options the discard hook
   */
  static Awaitable<@Nullable Object> end(
      Supplier<? extends AsyncStream<?>> source, ConversionOptions options) {
    return () -> {
      try (AsyncStream<?> stream = source.get()) {
        discardAll(stream.iterator(), options);
      }
      return null;
    };
  }

  private static void discardAll(Iterator<?> items, ConversionOptions options) {
    while (items.hasNext()) {
      options.discard(EventLoop.running(), items.next());
    }
  }

  /**
   * Returns a coroutine that waits for a value and discards it.
   *
   * @param value what to wait for
   * @param options the discard hook
   */
  static Awaitable<@Nullable Object> end(
      Awaitable<@Nullable Object> value, ConversionOptions options) {
    return () -> {
      options.discard(EventLoop.running(), value.await());
      return null;
    };
  }
}
