// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.sleep;

import io.interloop.Awaitable;
import io.interloop.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A million tasks that sleep beside each other in one process. */
final class Sleepers {
  private Sleepers() {}

  static Stream<Row> rows(Scale scale) {
    int tasks = scale.of(1_000_000);
    long millis = scale == Scale.FULL ? 10_000 : 10;
    return Stream.of(Metric.DURATION, Metric.RESIDENT)
        .map(metric -> {
          boolean time = metric == Metric.DURATION;
          Awaitable<Long> interloop =
              () -> figure(metric, tasks, millis, () -> interloop(tasks, millis));
          return Row.measured(
                  time ? "scale/time" : "scale/memory",
                  "1,000,000 tasks sleep for ten seconds: "
                      + (time ? "what it takes beyond them" : "peak resident memory"),
                  metric)
              .interloop(interloop)
              .peer(
                  Peer.KOTLINX,
                  () -> figure(metric, tasks, millis, () -> KotlinTasks.sleeping(tasks, millis)))
              .peer(
                  Peer.VIRTUAL_THREADS,
                  () -> figure(metric, tasks, millis, () -> virtualThreads(tasks, millis)))
              .python(time ? "sleeping_time" : "sleeping_memory", tasks, millis)
              .build();
        });
  }

  private static long figure(Metric metric, int tasks, long millis, Callable<Long> sleep)
      throws Exception {
    long begin = System.nanoTime();
    long woken = sleep.call();
    if (woken != tasks) {
      throw new IllegalStateException(woken + " of " + tasks + " woke up");
    }
    return metric == Metric.DURATION
        ? (System.nanoTime() - begin) / 1_000_000 - millis
        : Memory.peakResident();
  }

  private static long interloop(int tasks, long millis) throws Exception {
    long[] woken = new long[1];
    List<Task<?>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      all.add(
          createTask(() -> {
            sleep(Duration.ofMillis(millis)).await();
            woken[0]++;
          }));
    }
    for (Task<?> task : all) {
      task.await();
    }
    return woken[0];
  }

  private static long virtualThreads(int tasks, long millis) throws InterruptedException {
    AtomicLong woken = new AtomicLong();
    List<Thread> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      all.add(
          Thread.startVirtualThread(() -> {
            try {
              Thread.sleep(millis);
            } catch (InterruptedException nobodyDoes) {
              throw new AssertionError(nobodyDoes);
            }
            woken.incrementAndGet();
          }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    return woken.get();
  }
}
