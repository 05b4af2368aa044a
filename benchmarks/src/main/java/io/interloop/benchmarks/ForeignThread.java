// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.completablefuture.FutureAdapter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long it takes from {@code complete()} on another thread until the task runs that awaits the
 * future. The loop has nothing else to do and has fallen asleep by then.
 */
final class ForeignThread {
  private static final long UNTIL_ASLEEP = 100_000;

  private ForeignThread() {}

  static Stream<Row> rows(Scale scale) {
    int rounds = scale.of(10_000);
    return Stream.of(
        Row.measured(
                "foreign/complete",
                "complete() on another thread until the task runs",
                Metric.LATENCY)
            .interloop(() -> interloop(rounds))
            .peer(
                Peer.KOTLINX,
                () -> withHelper(helper -> KotlinTasks.foreignCompletions(rounds, helper)))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> blocking(rounds)))
            .peer(Peer.COMPLETABLE_FUTURE, () -> blocking(rounds))
            .python("foreign_completions", rounds)
            .quick()
            .build());
  }

  private interface Rounds {
    long[] run(Consumer<CompletableFuture<Long>> helper) throws Exception;
  }

  /** Lends a thread that completes each future with the time at which it did so. */
  private static long withHelper(Rounds rounds) throws Exception {
    LinkedTransferQueue<CompletableFuture<Long>> orders = new LinkedTransferQueue<>();
    Thread helper =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                CompletableFuture<Long> order = orders.poll();
                if (order != null) {
                  LockSupport.parkNanos(UNTIL_ASLEEP);
                  order.complete(System.nanoTime());
                }
              }
            });
    try {
      return median(rounds.run(orders::add));
    } finally {
      helper.interrupt();
      helper.join();
    }
  }

  /** The first half of the rounds warms up. */
  private static long median(long[] latencies) {
    long[] warm = Arrays.copyOfRange(latencies, latencies.length / 2, latencies.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static long interloop(int rounds) throws Exception {
    return withHelper(helper -> {
      long[] latencies = new long[rounds];
      for (int i = 0; i < rounds; i++) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        helper.accept(future);
        long sent = FutureAdapter.<Long>awaitable(future).await();
        latencies[i] = System.nanoTime() - sent;
      }
      return latencies;
    });
  }

  private static long blocking(int rounds) throws Exception {
    return withHelper(helper -> {
      long[] latencies = new long[rounds];
      for (int i = 0; i < rounds; i++) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        helper.accept(future);
        long sent = future.get();
        latencies[i] = System.nanoTime() - sent;
      }
      return latencies;
    });
  }
}
