// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import io.interloop.spi.Undroppable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One value as a stream of one item, or of none if it is null. */
@SuppressWarnings("IterableAndIterator") // iterated over once, and iterator() sees to that
final class OneItemStream implements AsyncStream<Object>, Iterator<Object> {

  /** Makes the streams of one source. */
  static final class Source implements Supplier<AsyncStream<Object>>, Undroppable {
    private final Awaitable<@Nullable Object> value;
    private final ConversionOptions options;

    /** Whether the value is on its way, whoever asks for it. */
    private final boolean running;

    Source(Awaitable<@Nullable Object> value, ConversionOptions options, boolean running) {
      this.value = value;
      this.options = options;
      this.running = running;
    }

    @Override
    public AsyncStream<Object> get() {
      return new OneItemStream(this);
    }

    /** A subscriber has cancelled before there was a stream that would have told the source. */
    @Override
    public void dropped() {
      if (running) {
        EventLoop.running().createTask(TaskOptions.DEFAULT.eager(), value).cancel();
      }
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  private final Source source;
  private boolean begun;
  private boolean awaited;

  /** The item, until it is consumed. */
  private @Nullable Object item;

  private OneItemStream(Source source) {
    this.source = source;
  }

  @Override
  public Iterator<Object> iterator() {
    if (begun) {
      throw new IllegalStateException("a stream is iterated over once, and not after its close");
    }
    begun = true;
    return this;
  }

  @Override
  public boolean hasNext() {
    if (!awaited) {
      awaited = true;
      try {
        item = source.value.await();
      } catch (Exception failure) {
        throw OneItemStream.<RuntimeException>asIs(failure);
      }
    }
    return item != null;
  }

  /** AsyncStream throws checked exceptions that Iterator does not declare. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> X asIs(Exception failure) throws X {
    throw (X) failure;
  }

  @Override
  public Object next() {
    Object next = hasNext() ? item : null;
    if (next == null) {
      throw new NoSuchElementException();
    }
    item = null;
    return next;
  }

  @Override
  public void close() {
    begun = true;
    awaited = true;
    Object unseen = item;
    item = null;
    if (unseen != null) {
      source.options.discard(EventLoop.running(), unseen);
    }
  }

  @Override
  public String toString() {
    return "AsyncStream of " + source;
  }
}
