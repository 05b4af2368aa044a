// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.timeout;
import static io.interloop.asyncio.Asyncio.waitFor;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Tasks that are cancelled, and timeouts that are not reached. */
final class Cancelling {
  private static final int DEPTH = 10;

  private Cancelling() {}

  static Stream<Row> rows(Scale scale) {
    int many = scale.of(100_000);
    int rounds = scale.of(20_000);
    int awaits = scale.of(1_000_000);
    return Stream.of(
        Row.timed("cancel/tasks", "cancel a waiting task and await it, 100,000 at once")
            .operations(many)
            .interloop(() -> interloop(many))
            .peer(Peer.KOTLINX, () -> KotlinTasks.cancelling(many))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> virtualThreads(many)))
            .python("cancelling", many)
            .quick()
            .build(),
        Row.timed("timeout/nested", "a timeout, in ten that are nested")
            .operations((long) rounds * DEPTH)
            .expecting(rounds)
            .interloop(() -> timeouts(rounds))
            .peer(Peer.KOTLINX, () -> KotlinTasks.nestedTimeouts(rounds, DEPTH))
            .python("nested_timeouts", rounds, DEPTH)
            .build(),
        Row.timed("timeout/ready", "waitFor around a future that is done")
            .operations(awaits)
            .interloop(() -> ready(awaits))
            .peer(Peer.KOTLINX, () -> KotlinTasks.waitingForReady(awaits))
            .peer(Peer.VIRTUAL_THREADS, VirtualThreads.main(() -> readyStages(awaits)))
            .python("waiting_for_ready", awaits)
            .build());
  }

  private static long interloop(int tasks) throws Exception {
    Promise<Long> never = EventLoop.running().createPromise();
    List<Task<Long>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      // Its own promise, as cancelling a task cancels what it awaits.
      Promise<Long> own = never.getLoop().createPromise();
      all.add(createTask(() -> own.await()));
    }
    sleep(ZERO).await();
    for (Task<Long> task : all) {
      task.cancel();
    }
    long cancelled = 0;
    for (Task<Long> task : all) {
      try {
        task.await();
      } catch (CancelledError expected) {
        cancelled++;
      }
    }
    return cancelled;
  }

  private static long virtualThreads(int tasks) throws InterruptedException {
    AtomicLong cancelled = new AtomicLong();
    CountDownLatch started = new CountDownLatch(tasks);
    CountDownLatch never = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      all.add(
          Thread.startVirtualThread(() -> {
            started.countDown();
            try {
              never.await();
            } catch (InterruptedException expected) {
              cancelled.incrementAndGet();
            }
          }));
    }
    started.await();
    for (Thread thread : all) {
      thread.interrupt();
    }
    for (Thread thread : all) {
      thread.join();
    }
    return cancelled.get();
  }

  private static long timeouts(int rounds) throws Exception {
    long sum = 0;
    for (int i = 0; i < rounds; i++) {
      sum += nested(DEPTH);
    }
    return sum;
  }

  private static long nested(int depth) throws Exception {
    if (depth == 0) {
      return 1;
    }
    Awaitable<Long> inner = () -> nested(depth - 1);
    return timeout(ofHours(1), inner).await();
  }

  private static long ready(int rounds) throws Exception {
    Promise<Long> ready = EventLoop.running().createPromise();
    ready.setResult(1L);
    long sum = 0;
    for (int i = 0; i < rounds; i++) {
      sum += waitFor(ready, ofHours(1)).await();
    }
    return sum;
  }

  private static long readyStages(int rounds) throws Exception {
    CompletableFuture<Long> ready = CompletableFuture.completedFuture(1L);
    long sum = 0;
    for (int i = 0; i < rounds; i++) {
      sum += ready.get(1, TimeUnit.HOURS);
    }
    return sum;
  }
}
