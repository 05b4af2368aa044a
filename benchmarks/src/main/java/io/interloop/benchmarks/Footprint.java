// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;

import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.completablefuture.FutureAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The heap that each of 100,000 things takes that do nothing but wait. */
final class Footprint {
  private Footprint() {}

  static Stream<Row> rows(Scale scale) {
    int count = scale.of(100_000);
    return Stream.of(
        Row.measured("memory/task", "a task that waits, one of 100,000", Metric.HEAP)
            .interloop(() -> warm(() -> tasks(count)) / count)
            .peer(
                Peer.KOTLINX,
                () -> warm(() -> KotlinTasks.idleTasks(count, Memory::usedHeap)) / count)
            .peer(
                Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> warm(() -> threads(count)) / count))
            .python("idle_tasks", count)
            .quick()
            .build(),
        Row.measured("memory/timer", "a timer, one of 100,000", Metric.HEAP)
            .interloop(() -> timers(count) / count)
            .peer(Peer.KOTLINX, () -> KotlinTasks.idleDelays(count, Memory::usedHeap) / count)
            .peer(Peer.EXECUTOR, () -> scheduled(count) / count)
            .python("idle_timers", count)
            .build(),
        Row.measured(
                "memory/conversion",
                "a CompletableFuture converted and pending, one of 100,000",
                Metric.HEAP)
            .interloop(() -> conversions(count) / count)
            .peer(
                Peer.KOTLINX,
                () -> KotlinTasks.idleConversions(pending(count), Memory::usedHeap) / count)
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> waitingThreads(count) / count))
            .build());
  }

  /** Measures for the ninth time: a frame that is not compiled yet takes more of a stack. */
  private static long warm(Callable<Long> measurement) throws Exception {
    for (int i = 0; i < 8; i++) {
      long unused = measurement.call();
    }
    return measurement.call();
  }

  private static long tasks(int count) throws Exception {
    EventLoop loop = EventLoop.running();
    Promise<Long> never = loop.createPromise();
    Object[] all = new Object[count];
    long before = Memory.usedHeap();
    for (int i = 0; i < count; i++) {
      all[i] = createTask(() -> never.await());
    }
    sleep(ZERO).await();
    long grown = grownSince(before, all);
    never.setResult(1L);
    for (Object task : all) {
      ((Task<?>) task).await();
    }
    return grown;
  }

  private static long timers(int count) {
    EventLoop loop = EventLoop.running();
    Object[] all = new Object[count];
    Runnable nothing = () -> {};
    long before = Memory.usedHeap();
    for (int i = 0; i < count; i++) {
      all[i] = loop.callLater(ofHours(1).plusNanos(i), nothing);
    }
    return grownSince(before, all);
  }

  private static long conversions(int count) {
    List<CompletableFuture<Long>> sources = pending(count);
    Object[] all = new Object[count];
    long before = Memory.usedHeap();
    for (int i = 0; i < count; i++) {
      all[i] = FutureAdapter.<Long>future(sources.get(i));
    }
    long grown = grownSince(before, all);
    sources.forEach(source -> source.complete(1L));
    return grown;
  }

  private static List<CompletableFuture<Long>> pending(int count) {
    List<CompletableFuture<Long>> futures = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      futures.add(new CompletableFuture<>());
    }
    return futures;
  }

  private static long threads(int count) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(count);
    CountDownLatch release = new CountDownLatch(1);
    Object[] all = new Object[count];
    long before = Memory.usedHeap();
    for (int i = 0; i < count; i++) {
      all[i] =
          Thread.startVirtualThread(() -> {
            started.countDown();
            awaitOrFail(release);
          });
    }
    started.await();
    long grown = grownSince(before, all);
    release.countDown();
    for (Object thread : all) {
      ((Thread) thread).join();
    }
    return grown;
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }

  private static long waitingThreads(int count) throws InterruptedException {
    List<CompletableFuture<Long>> sources = pending(count);
    CountDownLatch started = new CountDownLatch(count);
    Object[] all = new Object[count];
    long before = Memory.usedHeap();
    for (int i = 0; i < count; i++) {
      CompletableFuture<Long> source = sources.get(i);
      all[i] =
          Thread.startVirtualThread(() -> {
            started.countDown();
            try {
              Long unused = source.get();
            } catch (InterruptedException | ExecutionException nobodyDoes) {
              throw new AssertionError(nobodyDoes);
            }
          });
    }
    started.await();
    long grown = grownSince(before, all);
    sources.forEach(source -> source.complete(1L));
    return grown;
  }

  private static long scheduled(int count) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    Object[] all = new Object[count];
    Runnable nothing = () -> {};
    long before = Memory.usedHeap();
    for (int i = 0; i < count; i++) {
      all[i] = executor.schedule(nothing, 3_600_000_000L + i, TimeUnit.MICROSECONDS);
    }
    long grown = grownSince(before, all);
    executor.shutdownNow();
    return grown;
  }

  /** Measures while the array still keeps everything alive. */
  private static long grownSince(long before, Object[] kept) {
    long grown = Memory.usedHeap() - before;
    for (Object one : kept) {
      if (one == null) {
        throw new IllegalStateException("nothing was made");
      }
    }
    return grown;
  }
}
