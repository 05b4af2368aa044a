// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** The least of all loops, for the libraries' own converters, which need none. */
final class Turns implements Consumer<Runnable> {
  private final Queue<Runnable> ready = new ArrayDeque<>();

  @Override
  public void accept(Runnable callback) {
    ready.add(callback);
  }

  void turn() {
    for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
      next.run();
    }
  }
}
