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
import io.interloop.asyncio.Lock;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.Semaphore;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's locks check, and what their Java form adds. */
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
}
