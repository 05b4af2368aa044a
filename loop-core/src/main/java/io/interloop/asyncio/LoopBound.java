// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Something that tasks of one loop wait on. It is bound to the loop of the first task that has to
 * wait; use without contention never binds it.
 */
abstract class LoopBound {
  private @Nullable EventLoop loop;

  /** Creates what a task is about to wait on. */
  final <T extends @Nullable Object> Promise<T> newWaiter() {
    EventLoop running = EventLoop.running();
    if (loop == null) {
      loop = running;
    } else if (loop != running) {
      throw new IllegalStateException(
          this + " is bound to a different event loop; make one for each loop");
    }
    return running.createPromise();
  }
}
