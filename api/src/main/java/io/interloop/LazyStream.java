// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that is made when the iteration begins, as that is on the loop. */
final class LazyStream<T> implements AsyncStream<T> {
  private final Supplier<? extends AsyncStream<T>> source;
  private @Nullable AsyncStream<T> stream;
  private boolean closed;

  LazyStream(Supplier<? extends AsyncStream<T>> source) {
    this.source = source;
  }

  @Override
  public Iterator<T> iterator() {
    if (closed) {
      throw new IllegalStateException("this stream is closed");
    }
    AsyncStream<T> made = stream;
    if (made == null) {
      made = source.get();
      stream = made;
    }
    return made.iterator(); // which refuses a second time
  }

  @Override
  public void close() {
    closed = true;
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  public String toString() {
    return "AsyncStream of " + (stream == null ? source : stream);
  }
}
