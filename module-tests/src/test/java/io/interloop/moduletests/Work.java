// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import io.interloop.testkit.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is behind a foreign object, in the hands of a test. Used on the loop. */
final class Work {

  /** How it ended. */
  record Ending(List<String> items, @Nullable Throwable failure) {
    static Ending of(String... items) {
      return new Ending(List.of(items), null);
    }

    static Ending failure(Throwable failure) {
      return new Ending(List.of(), failure);
    }

    static Ending cancelled() {
      return failure(new CancellationException("by its owner"));
    }

    boolean isCancelled() {
      return failure instanceof CancellationException;
    }

    /** The one value, or null. */
    @Nullable String value() {
      return items.isEmpty() ? null : items.get(0);
    }
  }

  private final Trail trail;
  private final List<Consumer<Ending>> listeners = new ArrayList<>();
  private @Nullable Ending ending;
  private int started;
  private int cancelled;

  Work(Trail trail) {
    this.trail = trail;
  }

  /** Somebody subscribes, or it runs anyway. */
  void listen(Consumer<Ending> listener) {
    started++;
    if (ending != null) {
      listener.accept(ending);
    } else {
      listeners.add(listener);
    }
  }

  void end(Ending ending) {
    this.ending = ending;
    listeners.forEach(listener -> listener.accept(ending));
  }

  /** The library cancels it; some do that also after its end. */
  void cancelled() {
    if (ending == null) {
      cancelled++;
      trail.add("source cancelled");
    }
  }

  /** Whether it was begun and not cancelled again. */
  boolean runs() {
    return started > cancelled;
  }
}
