// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.asCompleted;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.shield;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static io.interloop.asyncio.Asyncio.timeout;
import static io.interloop.asyncio.Asyncio.waitFor;
import static io.interloop.conformance.asyncio.CostTable.cost;
import static io.interloop.conformance.asyncio.CostTable.eager;
import static io.interloop.conformance.asyncio.CostTable.row;
import static io.interloop.conformance.asyncio.CostTable.settle;
import static io.interloop.conformance.asyncio.CostTable.wake;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ExceptionGroup;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Barrier;
import io.interloop.asyncio.Condition;
import io.interloop.asyncio.Event;
import io.interloop.asyncio.Lock;
import io.interloop.asyncio.Queue;
import io.interloop.asyncio.ReturnWhen;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.Semaphore;
import io.interloop.conformance.asyncio.CostTable.Cost;
import io.interloop.testkit.LoopExtension;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of costs in docs/SEMANTICS.md: how many ticks it takes until awaiting code goes on. */
@ExtendWith(LoopExtension.class)
class TickCostTest {
  private static final Awaitable<Integer> IMMEDIATE = () -> 1;
  private static final Awaitable<?> ONE_TICK = () -> sleep(ZERO).await();
  private static final Awaitable<Integer> FAILING =
      () -> {
        throw new IOException("failing");
      };

  /** Returns the rows, new ones at each call: they hold locks and queues, which serve one run. */
  static List<Cost> costs() {
    CostTable.clear();
    finished();
    pending();
    several();
    timeouts();
    groups();
    cancelling();
    synchronization();
    queues();
    eagerTasks();
    return CostTable.rows();
  }

  @ParameterizedTest
  @MethodSource("costs")
  void awaitingCodeGoesOnAfterAsManyTicksAsInCPython(Cost cost, Runner runner) throws Exception {
    TickMeter meter = new TickMeter();
    runner.run(() -> {
      cost.measurement().run(meter);
      meter.stop();
    });

    assertThat(meter).hasToString(cost.ticks());
  }

  // ---- the rows

  private static void finished() {
    cost("await a finished future", 0, () -> done().await());
    cost("await a coroutine that does not suspend", 0, () -> IMMEDIATE.await());
    cost("`acquire` a free lock", 0, () -> new Lock().acquire().await());
    cost("`acquire` a free semaphore", 0, () -> new Semaphore().acquire().await());
    cost(
        "await an event that is set",
        0,
        () -> {
          Event event = new Event();
          event.set();
          event.await();
        });
    cost(
        "`put` where there is room, `get` where there is an item",
        0,
        () -> {
          Queue<Integer> queue = new Queue<>(1);
          queue.put(1).await();
          queue.get().await();
        });
    cost("an empty `taskGroup`", 0, () -> taskGroup(group -> {}).await());
    cost("`gather` of nothing", 0, () -> gather(List.of()).await());
    cost("`gather` of finished futures", 0, () -> gather(done(), done()).await());
    cost("`shield` of a finished future", 0, () -> shield(done()).await());
    cost("`waitFor` a finished future, no time left", 0, () -> waitFor(done(), ZERO).await());
    cost(
        "`waitFor` a coroutine that does not suspend, time left",
        0,
        () -> waitFor(IMMEDIATE, ofSeconds(1)).await());
    cost("`timeout` around what does not suspend", 0, () -> timeout(ZERO, IMMEDIATE).await());
  }

  private static void pending() {
    cost("`sleep` of zero", 1, () -> sleep(ZERO).await());
    cost("`sleep` of less than zero", 1, () -> sleep(ofSeconds(-1)).await());
    cost("await a future that a callback completes in the next tick", 2, () -> doneIn(1).await());
    cost("await a future that a callback completes three ticks on", 4, () -> doneIn(3).await());
    cost("await a task that does not suspend", 2, () -> createTask(IMMEDIATE).await());
    cost("await a task that sleeps for zero", 3, () -> createTask(ONE_TICK).await());
    cost("`shield` of a task that does not suspend", 3, () -> shield(IMMEDIATE).await());
    cost(
        "await a job that its executor runs at once",
        0,
        () -> getRunningLoop().runInExecutor(Runnable::run, () -> 1).await());
    cost(
        "await a job whose result comes to the loop in the next tick",
        2,
        () -> {
          var loop = getRunningLoop();
          loop.runInExecutor(job -> loop.callSoon(job), () -> 1).await();
        });
  }

  private static void several() {
    cost("`gather` of one task that does not suspend", 3, () -> gather(IMMEDIATE).await());
    cost(
        "`gather` of three tasks that do not suspend",
        3,
        () -> gather(IMMEDIATE, IMMEDIATE, IMMEDIATE).await());
    cost("`gather` of a finished future and a task", 3, () -> gather(done(), IMMEDIATE).await());
    cost(
        "`gather` of a task that fails and one that waits",
        3,
        () -> fails(IOException.class, () -> gather(FAILING, never()).await()));
    cost("`wait` for a task that does not suspend", 3, () -> waitForAll(createTask(IMMEDIATE)));
    cost("`wait` for a finished future", 2, () -> waitForAll(done()));
    cost(
        "`wait` for a pending future, no time left",
        2,
        () -> Asyncio.wait(List.of(never()), ZERO, ReturnWhen.ALL_COMPLETED).await());
    cost(
        "`asCompleted` over three tasks that do not suspend, all of it",
        3,
        () -> {
          for (Awaitable<Integer> next :
              asCompleted(List.of(createTask(IMMEDIATE), IMMEDIATE, createTask(IMMEDIATE)))) {
            next.await();
          }
        });
  }

  private static void timeouts() {
    cost(
        "`waitFor` a task that does not suspend, time left",
        2,
        () -> waitFor(createTask(IMMEDIATE), ofSeconds(1)).await());
    cost(
        "`waitFor` a coroutine, no time left",
        3,
        () -> fails(TimeoutException.class, () -> waitFor(IMMEDIATE, ZERO).await()));
    cost(
        "`waitFor` a pending future, no time left",
        2,
        () -> fails(TimeoutException.class, () -> waitFor(never(), ZERO).await()));
    cost(
        "`timeout` of zero around a `sleep` of zero",
        1,
        () -> fails(TimeoutException.class, () -> timeout(ZERO, ONE_TICK).await()));
    cost(
        "`timeout` of zero around a pending future",
        2,
        () -> fails(TimeoutException.class, () -> timeout(ZERO, never()).await()));
    cost(
        "`timeout` of zero around a pending task",
        3,
        () -> {
          Task<?> pending = createTask(() -> never().await());
          fails(TimeoutException.class, () -> timeout(ZERO, pending).await());
        });
  }

  private static void groups() {
    cost("`taskGroup` with a child that does not suspend", 3, () -> group(IMMEDIATE));
    cost(
        "`taskGroup` with three children that do not suspend",
        3,
        () -> group(IMMEDIATE, IMMEDIATE, IMMEDIATE));
    cost(
        "`taskGroup` with a child that fails",
        3,
        () -> fails(ExceptionGroup.class, () -> group(FAILING)));
    cost(
        "`taskGroup` with a child that fails and one that waits",
        5,
        () -> fails(ExceptionGroup.class, () -> group(FAILING, () -> never().await())));
  }

  private static void cancelling() {
    row("`cancel` a task that waits for a future, and await it", "2", meter -> cancel(meter, 0));
    row("... that waits for another task", "3", meter -> cancel(meter, 1));
    row("... that waits for a chain of three tasks", "5", meter -> cancel(meter, 3));
    cost(
        "`cancel` a task before its first step, and await it",
        2,
        () -> {
          Task<?> task = createTask(IMMEDIATE);
          task.cancel();
          fails(CancelledError.class, task::await);
        });
  }

  private static void synchronization() {
    Lock[] lock = new Lock[1];
    row(
        "a lock is released with three tasks in line",
        "1, 2, 3",
        meter -> {
          lock[0] = new Lock();
          lock[0].acquire().await();
          for (int i = 0; i < 3; i++) {
            createTask(() -> lock[0].with(meter::mark).await());
          }
          settle();
          meter.start();
          lock[0].release();
          settle();
        });
    Event event = new Event();
    wake("an event is set with three tasks waiting", "1, 1, 1", 3, event::await, event::set);
    Condition condition = new Condition();
    wake(
        "a condition notifies three tasks",
        "1, 1, 1",
        3,
        () -> condition.with(() -> condition.await()).await(),
        () -> condition.with(condition::notifyEveryone).await());
    Semaphore semaphore = new Semaphore(0);
    wake(
        "a semaphore is released three times with three tasks in line",
        "1, 1, 1",
        3,
        () -> semaphore.acquire().await(),
        () -> {
          for (int i = 0; i < 3; i++) {
            semaphore.release();
          }
        });
    Barrier last = new Barrier(3);
    row(
        "the last of three comes to a barrier",
        "0",
        meter -> {
          createTask(last);
          createTask(last);
          settle();
          meter.measure(last::await);
        });
    Barrier others = new Barrier(3);
    wake("... and the others go on", "1, 1", 2, others::await, others::await);
  }

  private static void queues() {
    Queue<Integer> empty = new Queue<>();
    wake(
        "an item is put in for a waiting `get`",
        "1",
        1,
        () -> empty.get().await(),
        () -> empty.putNowait(1));
    Queue<Integer> full = new Queue<>(1);
    full.putNowait(1);
    wake(
        "an item is taken out for a waiting `put`",
        "1",
        1,
        () -> full.put(2).await(),
        () -> assertThat(full.getNowait()).isEqualTo(1));
    row(
        "the items of a producer and a consumer through a queue of one",
        "1, 3, 5, 7",
        meter -> {
          Queue<Integer> queue = new Queue<>(1);
          createTask(() -> {
            for (int item = 0; item < 6; item++) {
              queue.put(item).await();
            }
          });
          queue.get().await();
          queue.get().await();
          meter.start();
          for (int item = 2; item < 6; item++) {
            queue.get().await();
            meter.mark();
          }
        });
  }

  private static void eagerTasks() {
    eager("await a task that does not suspend", 0, () -> createTask(IMMEDIATE).await());
    eager("`gather` of tasks that do not suspend", 0, () -> gather(IMMEDIATE, IMMEDIATE).await());
    eager("`shield` of a task that does not suspend", 0, () -> shield(IMMEDIATE).await());
    eager(
        "`waitFor` a coroutine that does not suspend, no time left",
        0,
        () -> {
          waitFor(IMMEDIATE, ZERO).await();
        });
    eager("`wait` for a task that does not suspend", 2, () -> waitForAll(createTask(IMMEDIATE)));
    eager("await a task that sleeps for zero", 2, () -> createTask(ONE_TICK).await());
    eager("`taskGroup` with a child that does not suspend", 2, () -> group(IMMEDIATE));
    eager("`taskGroup` with a child that sleeps for zero", 3, () -> group(ONE_TICK));
  }

  // ---- what they are made of

  private static Future<Integer> done() {
    Promise<Integer> promise = getRunningLoop().createPromise();
    promise.setResult(1);
    return promise;
  }

  private static Future<Integer> never() {
    return getRunningLoop().createPromise();
  }

  private static Future<Integer> doneIn(int ticks) {
    Promise<Integer> promise = getRunningLoop().createPromise();
    completeIn(ticks, promise);
    return promise;
  }

  private static void completeIn(int ticks, Promise<Integer> promise) {
    if (ticks == 0) {
      promise.setResult(1);
    } else {
      getRunningLoop().callSoon(() -> completeIn(ticks - 1, promise));
    }
  }

  private static void fails(Class<?> type, AsyncRunnable awaiting) {
    assertThatThrownBy(awaiting::run).isInstanceOf(type);
  }

  private static void waitForAll(Future<?> future) throws Exception {
    Asyncio.wait(List.of(future), ReturnWhen.ALL_COMPLETED).await();
  }

  private static void group(Awaitable<?>... children) throws Exception {
    taskGroup(
            group -> {
              for (Awaitable<?> child : children) {
                group.createTask(child);
              }
            })
        .await();
  }

  /** Cancels a task at the end of a chain of so many others, down to a pending future. */
  private static void cancel(TickMeter meter, int between) throws Exception {
    Task<?> task = createTask(() -> never().await());
    for (int i = 0; i < between; i++) {
      Task<?> inner = task;
      task = createTask(() -> inner.await());
    }
    settle();
    Task<?> outermost = task;
    meter.measure(() -> {
      outermost.cancel();
      fails(CancelledError.class, outermost::await);
    });
  }
}
