// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Task;
import io.interloop.asyncio.Barrier;
import io.interloop.asyncio.BoundedSemaphore;
import io.interloop.asyncio.Condition;
import io.interloop.asyncio.Event;
import io.interloop.asyncio.LifoQueue;
import io.interloop.asyncio.Lock;
import io.interloop.asyncio.PriorityQueue;
import io.interloop.asyncio.Queue;
import io.interloop.asyncio.QueueEmpty;
import io.interloop.asyncio.QueueFull;
import io.interloop.asyncio.QueueShutDown;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.Semaphore;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's locks and queues check, and what their Java form adds. */
@ExtendWith(LoopExtension.class)
class SynchronizationTest {

  @Test
  void aLockHeldByOneTaskKeepsTheOthersInLine(Runner runner, Trail trail) throws Exception {
    Lock lock = new Lock();
    runner.run(() ->
        taskGroup(
                group -> {
                  for (String name : new String[] {"a", "b", "c"}) {
                    group.createTask(() ->
                        lock.with(
                                () -> {
                                  trail.add(name + " in");
                                  sleep(ofSeconds(1)).await();
                                  trail.add(name + " out");
                                })
                            .await());
                  }
                })
            .await());

    trail.assertIs("a in", "a out", "b in", "b out", "c in", "c out");
    assertThat(lock.locked()).isFalse();
  }

  @Test
  void aScopeIsReleasedWhateverTheBodyDoes(Runner runner) throws Exception {
    Lock lock = new Lock();
    runner.run(() -> {
      assertThat(lock.with(() -> 1).await()).isEqualTo(1);
      assertThatThrownBy(() ->
              lock.with(
                      () -> {
                        throw new java.io.IOException("body");
                      })
                  .await())
          .hasMessage("body");
      assertThat(lock.locked()).isFalse();
      assertThat(lock.acquire().await()).isTrue();
      assertThat(lock).asString().contains("locked");
    });
  }

  @Test
  void releasingWhatIsNotHeldIsRefused() {
    assertThatThrownBy(new Lock()::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Lock is not acquired");
    assertThatThrownBy(new BoundedSemaphore(2)::release)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("released too many times");
    Semaphore unbounded = new Semaphore(0);
    unbounded.release();
    assertThat(unbounded.locked()).isFalse();
  }

  @Test
  void countsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Semaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BoundedSemaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Barrier(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConditionIsUsedWithItsLockHeld(Runner runner) throws Exception {
    Condition condition = new Condition();
    runner.run(() -> {
      assertThatThrownBy(condition::await)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot wait on un-acquired lock");
      assertThatThrownBy(() -> condition.notify(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot notify on un-acquired lock");
    });
  }

  @Test
  void conditionsMayShareALock(Runner runner, Trail trail) throws Exception {
    Lock lock = new Lock();
    Condition filled = new Condition(lock);
    Condition emptied = new Condition(lock);
    int[] level = {0};
    runner.run(() -> {
      Task<?> consumer =
          createTask(() ->
              filled
                  .with(() -> {
                    filled.waitFor(() -> level[0] > 0).await();
                    trail.add("consumed " + level[0]--);
                    emptied.notifyEveryone();
                  })
                  .await());
      filled
          .with(() -> {
            level[0] = 1;
            filled.notify(1);
            emptied.waitFor(() -> level[0] == 0).await();
            trail.add("emptied");
          })
          .await();
      consumer.await();
    });

    trail.assertIs("consumed 1", "emptied");
  }

  @Test
  void anEventWakesAllWhoWaitEvenIfItIsClearedAtOnce(Runner runner, Trail trail) throws Exception {
    Event event = new Event();
    runner.run(() -> {
      Task<Boolean> first = createTask(event);
      Task<Boolean> second = createTask(event);
      sleep(ZERO).await();
      event.set();
      event.clear();
      trail.add(gather(first, second).await() + " " + event.isSet());
    });

    trail.assertIs("[true, true] false");
  }

  @Test
  void aBarrierLetsThePartiesThroughTogetherAndNumbersThem(Runner runner) throws Exception {
    Barrier barrier = new Barrier(3);
    runner.run(() -> {
      assertThat(gather(barrier, barrier, barrier).await()).containsExactly(0, 1, 2);
      assertThat(barrier.parties()).isEqualTo(3);
      assertThat(barrier.nWaiting()).isZero();
      assertThat(barrier.broken()).isFalse();
      barrier.abort().await();
      assertThat(barrier.broken()).isTrue();
      assertThatThrownBy(barrier::await)
          .isInstanceOf(java.util.concurrent.BrokenBarrierException.class);
      barrier.reset().await();
      assertThat(barrier.broken()).isFalse();
    });
  }

  @Test
  void whatTasksWaitOnBelongsToTheLoopOfTheFirstThatWaited(Runner runner) throws Exception {
    Event event = new Event();
    runner.run(() -> {
      createTask(event);
      sleep(ZERO).await();
    });
    try (Runner other = new Runner()) {
      assertThatThrownBy(() -> other.run(event))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is bound to a different event loop");
    }
  }

  @Test
  void aQueueHandsOutItemsInTheOrderOfItsKind(Runner runner) throws Exception {
    Queue<Integer> fifo = new Queue<>();
    Queue<Integer> lifo = new LifoQueue<>();
    Queue<Integer> smallest = PriorityQueue.create();
    Queue<String> shortest = PriorityQueue.create(0, Comparator.comparingInt(String::length));
    for (int item : new int[] {2, 3, 1}) {
      fifo.putNowait(item);
      lifo.putNowait(item);
      smallest.putNowait(item);
      shortest.putNowait("x".repeat(item));
    }

    assertThat(new Object[] {fifo.getNowait(), fifo.getNowait()}).containsExactly(2, 3);
    assertThat(new Object[] {lifo.getNowait(), lifo.getNowait()}).containsExactly(1, 3);
    assertThat(new Object[] {smallest.getNowait(), smallest.getNowait()}).containsExactly(1, 2);
    assertThat(shortest.getNowait()).isEqualTo("x");
  }

  @Test
  void aQueueTellsItsSizeAndRefusesWhatItCannotDoAtOnce() {
    Queue<Integer> queue = new Queue<>(1);
    assertThat(queue.empty()).isTrue();
    assertThatThrownBy(queue::getNowait).isInstanceOf(QueueEmpty.class);
    queue.putNowait(1);
    assertThat(queue.full()).isTrue();
    assertThat(queue.qsize()).isEqualTo(1);
    assertThat(queue.maxsize()).isEqualTo(1);
    assertThatThrownBy(() -> queue.putNowait(2)).isInstanceOf(QueueFull.class);
    assertThat(new Queue<Integer>(-1).full()).isFalse();
  }

  @Test
  void aQueueHoldsNull(Runner runner) throws Exception {
    Queue<Integer> queue = new Queue<>();
    runner.run(() -> {
      queue.put(null).await();
      assertThat(queue.qsize()).isEqualTo(1);
      assertThat(queue.get().await()).isNull();
    });
  }

  @Test
  void joinWaitsUntilEveryItemIsDoneWith(Runner runner, Trail trail) throws Exception {
    Queue<Integer> queue = new Queue<>();
    runner.run(() -> {
      queue.join().await();
      queue.putNowait(1);
      createTask(() -> {
        queue.get().await();
        sleep(ofSeconds(1)).await();
        trail.add("done with");
        queue.taskDone();
      });
      queue.join().await();
      trail.add("joined");
    });

    trail.assertIs("done with", "joined");
    assertThatThrownBy(queue::taskDone)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("called too many times");
  }

  @Test
  void aQueueThatIsShutDownIsDrainedAndThenRefuses(Runner runner) throws Exception {
    Queue<Integer> queue = new Queue<>();
    queue.putNowait(1);
    queue.shutdown();
    runner.run(() -> {
      assertThatThrownBy(() -> queue.put(2).await()).isInstanceOf(QueueShutDown.class);
      assertThat(queue.get().await()).isEqualTo(1);
      assertThatThrownBy(() -> queue.get().await()).isInstanceOf(QueueShutDown.class);
      assertThatThrownBy(queue::getNowait).isInstanceOf(QueueShutDown.class);
    });
  }

  @Test
  void shutdownNowReturnsWhatItDroppedAndLetsJoinGo(Runner runner) throws Exception {
    Queue<Integer> queue = new Queue<>();
    queue.putNowait(1);
    queue.putNowait(2);
    assertThat(queue.shutdownNow()).containsExactly(1, 2);
    runner.run(() -> queue.join().await());
  }

  @Test
  void aNewcomerDoesNotOvertakeWhoWasWokenForALock(Runner runner, Trail trail) throws Exception {
    Lock lock = new Lock();
    runner.run(() -> {
      lock.acquire().await();
      Task<?> waiting = createTask(() -> lock.with(() -> trail.add("waiting")).await());
      sleep(ZERO).await();
      lock.release();
      trail.add("locked: " + lock.locked());
      lock.with(() -> trail.add("newcomer")).await();
      waiting.await();
    });

    trail.assertIs("locked: false", "waiting", "newcomer");
  }

  @Test
  void aCancelledTaskPassesTheLockOn(Runner runner, Trail trail) throws Exception {
    Lock lock = new Lock();
    runner.run(() -> {
      lock.acquire().await();
      Task<?> first = createTask(() -> lock.with(() -> trail.add("first")).await());
      Task<?> second = createTask(() -> lock.with(() -> trail.add("second")).await());
      sleep(ZERO).await();
      lock.release();
      first.cancel();
      second.await();
      assertThat(first.cancelled()).isTrue();
    });

    trail.assertIs("second");
  }

  @Test
  void aNotificationThatACancelledTaskCannotUseGoesToTheNext(Runner runner, Trail trail)
      throws Exception {
    Condition condition = new Condition();
    runner.run(() -> {
      Task<?> first = createTask(() -> condition.with(() -> condition.await()).await());
      Task<?> second =
          createTask(() ->
              condition
                  .with(() -> {
                    condition.await();
                    trail.add("second");
                  })
                  .await());
      sleep(ZERO).await();
      condition.with(() -> condition.notify(1)).await();
      first.cancel();
      second.await();
      assertThat(first.cancelled()).isTrue();
    });

    trail.assertIs("second");
  }

  @Test
  void aSemaphoreGivesItsPermitAwayAtTheRelease(Runner runner, Trail trail) throws Exception {
    Semaphore semaphore = new Semaphore(0);
    runner.run(() -> {
      Task<?> waiting = createTask(() -> semaphore.with(() -> trail.add("waiting")).await());
      sleep(ZERO).await();
      semaphore.release();
      trail.add("locked: " + semaphore.locked());
      semaphore.with(() -> trail.add("newcomer")).await();
      waiting.await();
    });

    trail.assertIs("locked: true", "waiting", "newcomer");
  }

  @Test
  void aCancelledTaskPassesItsPermitOn(Runner runner) throws Exception {
    Semaphore semaphore = new Semaphore(0);
    runner.run(() -> {
      Task<?> first = createTask(semaphore.acquire());
      Task<Boolean> second = createTask(semaphore.acquire());
      sleep(ZERO).await();
      semaphore.release();
      first.cancel();
      assertThat(second.await()).isTrue();
      assertThat(first.cancelled()).isTrue();
      assertThat(semaphore.locked()).isTrue();
    });
  }

  @Test
  void resettingABarrierBreaksTheWaitOfThoseInIt(Runner runner) throws Exception {
    Barrier barrier = new Barrier(2);
    runner.run(() -> {
      Task<Integer> waiting = createTask(barrier);
      sleep(ZERO).await();
      assertThat(barrier.nWaiting()).isEqualTo(1);
      barrier.reset().await();
      assertThatThrownBy(waiting::await)
          .isInstanceOf(java.util.concurrent.BrokenBarrierException.class);
      assertThat(gather(barrier, barrier).await()).containsExactly(0, 1);
    });
  }

  @Test
  void cancellingOneAtABarrierLeavesTheOthersWaiting(Runner runner) throws Exception {
    Barrier barrier = new Barrier(3);
    runner.run(() -> {
      Task<Integer> first = createTask(barrier);
      Task<Integer> second = createTask(barrier);
      sleep(ZERO).await();
      first.cancel();
      assertThatThrownBy(first::await).isInstanceOf(io.interloop.CancelledError.class);
      assertThat(barrier.nWaiting()).isEqualTo(1);
      assertThat(second.done()).isFalse();
      gather(barrier, barrier, second).await();
    });
  }

  @Test
  void anItemMayBeTakenBeforeTheTaskComesThatWasWokenForIt(Runner runner, Trail trail)
      throws Exception {
    Queue<Integer> queue = new Queue<>();
    runner.run(() -> {
      Task<?> first = createTask(() -> trail.add("first gets " + queue.get().await()));
      Task<?> second = createTask(() -> trail.add("second gets " + queue.get().await()));
      sleep(ZERO).await();
      queue.putNowait(1);
      trail.add("taken: " + queue.getNowait());
      sleep(ZERO).await();
      queue.putNowait(2);
      queue.putNowait(3);
      gather(first, second).await();
    });

    trail.assertIs("taken: 1", "second gets 2", "first gets 3");
  }

  @Test
  void aCancelledGetterWakesTheNext(Runner runner) throws Exception {
    Queue<Integer> queue = new Queue<>();
    runner.run(() -> {
      Task<Integer> first = createTask(queue.get());
      Task<Integer> second = createTask(queue.get());
      sleep(ZERO).await();
      queue.putNowait(1);
      first.cancel();
      assertThat(second.await()).isEqualTo(1);
      assertThat(first.cancelled()).isTrue();
    });
  }

  @Test
  void shuttingDownWakesAllWhoWait(Runner runner) throws Exception {
    Queue<Integer> empty = new Queue<>();
    Queue<Integer> full = new Queue<>(1);
    full.putNowait(1);
    runner.run(() -> {
      Task<?> getter = createTask(empty.get());
      Task<?> putter = createTask(full.put(2));
      sleep(ZERO).await();
      empty.shutdown();
      full.shutdown();
      assertThatThrownBy(getter::await).isInstanceOf(QueueShutDown.class);
      assertThatThrownBy(putter::await).isInstanceOf(QueueShutDown.class);
      assertThat(full.getNowait()).isEqualTo(1);
    });
  }
}
