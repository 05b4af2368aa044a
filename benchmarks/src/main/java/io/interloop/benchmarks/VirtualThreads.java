// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** What the virtual threads of several rows have in common. */
final class VirtualThreads {
  private VirtualThreads() {}

  /** Runs the main part of a row in a virtual thread too, so that its waiting blocks no carrier. */
  static Body main(Callable<Long> body) {
    return () -> {
      FutureTask<Long> task = new FutureTask<>(body);
      Thread.startVirtualThread(task);
      return task.get();
    };
  }
}
