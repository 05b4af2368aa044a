// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import io.interloop.spi.ThreadStateCarrier;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The carriers of this JVM as one. */
final class ThreadState {
  /** Null if there is none: then the JIT leaves out whatever asks for it. */
  static final @Nullable ThreadStateCarrier CARRIER = load();

  private ThreadState() {}

  private static @Nullable ThreadStateCarrier load() {
    List<ThreadStateCarrier> found =
        ServiceLoader.load(ThreadStateCarrier.class, ThreadStateCarrier.class.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return switch (found.size()) {
      case 0 -> null;
      case 1 -> found.getFirst();
      default -> new Several(found.toArray(ThreadStateCarrier[]::new));
    };
  }

  /** Taken off in the opposite order, as they may know of one another. */
  private static final class Several implements ThreadStateCarrier {
    private final ThreadStateCarrier[] carriers;

    Several(ThreadStateCarrier[] carriers) {
      this.carriers = carriers;
    }

    @Override
    public Object capture() {
      @Nullable Object[] states = new @Nullable Object[carriers.length];
      for (int i = 0; i < carriers.length; i++) {
        states[i] = carriers[i].capture();
      }
      return states;
    }

    @Override
    public Object install(@Nullable Object state) {
      @Nullable Object[] states = (@Nullable Object[]) state;
      @Nullable Object[] displaced = new @Nullable Object[carriers.length];
      for (int i = 0; i < carriers.length; i++) {
        displaced[i] = carriers[i].install(states == null ? null : states[i]);
      }
      return displaced;
    }

    @Override
    public Object remove(@Nullable Object displaced) {
      @Nullable Object[] each = (@Nullable Object[]) displaced;
      @Nullable Object[] states = new @Nullable Object[carriers.length];
      for (int i = carriers.length - 1; i >= 0; i--) {
        states[i] = carriers[i].remove(each == null ? null : each[i]);
      }
      return states;
    }
  }
}
