// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.testkit.Trail;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What a target signals, in the same words for all types. */
final class Observation {
  private final Trail trail;
  private final Promise<Boolean> over = EventLoop.running().createPromise();
  private @Nullable Throwable failure;
  private boolean hasValue;

  Observation(Trail trail) {
    this.trail = trail;
  }

  void item(Object item) {
    note("item " + item);
  }

  void value(@Nullable Object value) {
    hasValue = true;
    note("value " + value);
    over();
  }

  /** The end of many values, or of none. */
  void end() {
    if (!hasValue) {
      note("end");
      over();
    }
  }

  void ended(@Nullable Object value, @Nullable Throwable failure) {
    if (failure != null) {
      failed(failure);
    } else {
      value(value);
    }
  }

  void failed(Throwable thrown) {
    failure = thrown;
    boolean cancelled = thrown instanceof CancellationException || thrown instanceof CancelledError;
    note(cancelled ? "cancelled" : "failed " + thrown.getClass().getSimpleName());
    over();
  }

  private void note(String what) {
    trail.add(EventLoop.runningOrNull() == null ? what + ", elsewhere" : what);
  }

  private void over() {
    if (!over.done()) {
      over.setResult(true);
    }
  }

  void awaitEnd() throws Exception {
    over.await();
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
