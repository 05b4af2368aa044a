// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static java.time.Duration.ZERO;

import io.interloop.Awaitable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Tasks that are started and waited for: one after the other, all at once, in groups. */
final class Spawning {
  private Spawning() {}

  static Stream<Row> rows(Scale scale) {
    int many = scale.of(100_000);
    int groups = scale.of(100);
    int members = scale.of(1_000);
    return Stream.of(
        Row.timed("spawn/sequential", "spawn a task and await it, one after the other")
            .operations(many)
            .interloop(() -> sequential(many))
            .peer(Peer.KOTLINX, () -> KotlinTasks.spawning(many))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> threadsInTurn(many)))
            .peer(Peer.COMPLETABLE_FUTURE, () -> stagesInTurn(many))
            .python("spawning", many)
            .quick()
            .build(),
        Row.timed("spawn/gather", "gather 100,000 tasks that do not suspend")
            .operations(many)
            .interloop(() -> gathered(many, () -> 1L))
            .peer(Peer.KOTLINX, () -> KotlinTasks.gathering(many))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> threads(many, () -> 1L)))
            .peer(Peer.COMPLETABLE_FUTURE, () -> stages(many, false))
            .python("gathering", many)
            .quick()
            .build(),
        Row.timed("spawn/gather-yield", "gather 100,000 tasks that yield once")
            .operations(many)
            .interloop(() -> gathered(many, sleep(ZERO, 1L)))
            .peer(Peer.KOTLINX, () -> KotlinTasks.gatheringYields(many))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> threads(many, yieldingOnce())))
            .peer(Peer.COMPLETABLE_FUTURE, () -> stages(many, true))
            .python("gathering_yields", many)
            .build(),
        Row.timed("spawn/group", "a TaskGroup of 1,000 tasks, for each task")
            .operations((long) groups * members)
            .interloop(() -> groups(groups, members))
            .peer(Peer.KOTLINX, () -> KotlinTasks.grouping(groups, members))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> executors(groups, members)))
            .python("grouping", groups, members)
            .build());
  }

  private static long sequential(int tasks) throws Exception {
    long sum = 0;
    for (int i = 0; i < tasks; i++) {
      sum += createTask(() -> 1L).await();
    }
    return sum;
  }

  private static long gathered(int tasks, Awaitable<Long> coroutine) throws Exception {
    long sum = 0;
    for (long one : gather(Collections.nCopies(tasks, coroutine)).await()) {
      sum += one;
    }
    return sum;
  }

  private static long groups(int groups, int members) throws Exception {
    long[] sum = new long[1];
    for (int i = 0; i < groups; i++) {
      taskGroup(
              group -> {
                for (int k = 0; k < members; k++) {
                  group.createTask(() -> {
                    sum[0]++;
                  });
                }
              })
          .await();
    }
    return sum[0];
  }

  private static long threadsInTurn(int tasks) throws Exception {
    long sum = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < tasks; i++) {
        sum += executor.submit(() -> 1L).get();
      }
    }
    return sum;
  }

  @SuppressWarnings("ThreadPriorityCheck") // what a virtual thread yields by
  private static Callable<Long> yieldingOnce() {
    return () -> {
      Thread.yield();
      return 1L;
    };
  }

  private static long threads(int tasks, Callable<Long> body) throws Exception {
    long sum = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> all = new ArrayList<>(tasks);
      for (int i = 0; i < tasks; i++) {
        all.add(executor.submit(body));
      }
      for (Future<Long> future : all) {
        sum += future.get();
      }
    }
    return sum;
  }

  private static long executors(int groups, int members) {
    AtomicLong sum = new AtomicLong();
    for (int i = 0; i < groups; i++) {
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int k = 0; k < members; k++) {
          executor.execute(sum::incrementAndGet);
        }
      }
    }
    return sum.get();
  }

  private static long stagesInTurn(int tasks) {
    long sum = 0;
    for (int i = 0; i < tasks; i++) {
      sum += CompletableFuture.supplyAsync(() -> 1L).join();
    }
    return sum;
  }

  /** A stage cannot yield; another hop through the pool is the nearest to it. */
  private static long stages(int tasks, boolean hop) {
    List<CompletableFuture<Long>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      CompletableFuture<Long> one = CompletableFuture.supplyAsync(() -> 1L);
      all.add(hop ? one.thenApplyAsync(value -> value) : one);
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    return all.stream().mapToLong(CompletableFuture::join).sum();
  }
}
