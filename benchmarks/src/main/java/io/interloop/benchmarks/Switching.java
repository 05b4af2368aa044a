// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;

import io.interloop.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tasks that do nothing but give way to each other. */
final class Switching {
  private Switching() {}

  static Stream<Row> rows(Scale scale) {
    return IntStream.of(2, 10, 1_000, 100_000, 1_000_000)
        .mapToObj(nominal -> row(scale, nominal, Math.max(5, 300_000 / nominal)));
  }

  private static Row row(Scale scale, int nominal, int nominalYields) {
    int tasks = scale.of(nominal);
    int yields = scale.of(nominalYields);
    Row.Builder row =
        Row.timed(
                "switch/" + nominal,
                String.format("one switch, %,d tasks that yield to each other", nominal))
            .operations((long) tasks * yields)
            .interloop(() -> interloop(tasks, yields))
            .peer(Peer.CONTINUATION, () -> continuations(tasks, yields))
            .peer(Peer.KOTLINX, () -> KotlinTasks.switching(tasks, yields))
            .peer(Peer.VIRTUAL_THREADS, () -> virtualThreads(tasks, yields))
            .python("switching", tasks, yields);
    return (nominal == 1_000 ? row.quick() : row).build();
  }

  private static long interloop(int tasks, int yields) throws Exception {
    long[] sum = new long[1];
    List<Task<?>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      all.add(
          createTask(() -> {
            for (int k = 0; k < yields; k++) {
              sleep(ZERO).await();
              sum[0]++;
            }
          }));
    }
    for (Task<?> task : all) {
      task.await();
    }
    return sum[0];
  }

  private static long continuations(int tasks, int yields) throws Exception {
    long[] sum = new long[1];
    Runnable body =
        () -> {
          for (int k = 0; k < yields; k++) {
            RawContinuation.yieldNow();
            sum[0]++;
          }
        };
    try {
      ArrayDeque<RawContinuation> ready = new ArrayDeque<>(tasks);
      for (int i = 0; i < tasks; i++) {
        ready.add(new RawContinuation(body));
      }
      for (RawContinuation next = ready.poll(); next != null; next = ready.poll()) {
        if (!next.run()) {
          ready.add(next);
        }
      }
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
    return sum[0];
  }

  @SuppressWarnings("ThreadPriorityCheck") // what a virtual thread yields by
  private static long virtualThreads(int tasks, int yields) throws Exception {
    AtomicLong sum = new AtomicLong();
    List<Thread> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      all.add(
          Thread.startVirtualThread(() -> {
            long own = 0;
            for (int k = 0; k < yields; k++) {
              Thread.yield();
              own++;
            }
            sum.addAndGet(own);
          }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    return sum.get();
  }
}
