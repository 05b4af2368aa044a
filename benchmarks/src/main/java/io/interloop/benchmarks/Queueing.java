// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.createTask;

import io.interloop.asyncio.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One task puts into a queue what another one takes out. */
final class Queueing {
  private Queueing() {}

  /** A capacity of 0 stands for a queue without a bound. */
  static Stream<Row> rows(Scale scale) {
    int items = scale.of(500_000);
    return IntStream.of(1, 100, 0)
        .mapToObj(capacity -> {
          String name = capacity == 0 ? "unbounded" : String.valueOf(capacity);
          Row.Builder row =
              Row.timed("queue/" + name, "an item through a queue, capacity " + name)
                  .operations(items)
                  .expecting(items * (items + 1L) / 2)
                  .interloop(() -> interloop(capacity, items))
                  .peer(Peer.KOTLINX, () -> KotlinTasks.queueing(capacity, items))
                  .peer(
                      Peer.VIRTUAL_THREADS,
                      VirtualThreads.main(() -> virtualThreads(capacity, items)))
                  .python("queueing", capacity, items);
          return (capacity == 100 ? row.quick() : row).build();
        });
  }

  private static long interloop(int capacity, int items) throws Exception {
    Queue<Integer> queue = new Queue<>(capacity);
    createTask(() -> {
      for (int i = 1; i <= items; i++) {
        queue.put(i).await();
      }
    });
    long sum = 0;
    for (int i = 0; i < items; i++) {
      sum += queue.get().await();
    }
    return sum;
  }

  private static long virtualThreads(int capacity, int items) throws InterruptedException {
    BlockingQueue<Integer> queue =
        capacity == 0 ? new LinkedBlockingQueue<>() : new ArrayBlockingQueue<>(capacity);
    Thread.startVirtualThread(() -> {
      try {
        for (int i = 1; i <= items; i++) {
          queue.put(i);
        }
      } catch (InterruptedException nobodyDoes) {
        throw new AssertionError(nobodyDoes);
      }
    });
    long sum = 0;
    for (int i = 0; i < items; i++) {
      sum += queue.take();
    }
    return sum;
  }
}
