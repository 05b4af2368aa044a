// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** The least of all loops, for the libraries' own converters, which need none. */
final class Turns implements Consumer<Runnable> {
  private final Queue<Runnable> ready = new ArrayDeque<>();

  /**
   * Lets Interloop's loop turn in every 256th round. A task that awaits nothing but what is done
   * never does, and what a bridge by hand leaves to the loop would pile up.
   */
  static void sometimes(int round) throws Exception {
    if (round % 256 == 255) {
      sleep(ZERO).await();
    }
  }

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
