// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.Task;
import io.interloop.asyncio.LifoQueue;
import io.interloop.asyncio.PriorityQueue;
import io.interloop.asyncio.Queue;
import io.interloop.asyncio.QueueEmpty;
import io.interloop.asyncio.QueueFull;
import io.interloop.asyncio.QueueShutDown;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's queues check, and what their Java form adds. */
@ExtendWith(LoopExtension.class)
class QueueTest {

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

  @Test
  void aStreamHandsOutTheItemsUntilTheQueueIsShutDown(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Queue<Integer> queue = new Queue<>(1);
      Task<?> reader =
          createTask(() -> {
            for (int item : queue.stream()) {
              trail.add("item " + item);
              queue.taskDone();
            }
            trail.add("end");
          });
      for (int item = 1; item <= 3; item++) {
        queue.put(item).await();
      }
      queue.join().await();
      trail.add("all dealt with");
      queue.shutdown();
      reader.await();
      assertThat(queue.stream().toList().await()).isEmpty();
    });

    trail.assertIs("item 1", "item 2", "item 3", "all dealt with", "end");
  }

  @Test
  void streamsOfOneQueueShareItsItems(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Queue<Integer> queue = new Queue<>();
      for (String reader : new String[] {"a", "b"}) {
        createTask(() -> {
          for (int item : queue.stream()) {
            trail.add(reader + item);
          }
        });
      }
      sleep(ZERO).await();
      queue.putNowait(1);
      queue.putNowait(2);
      queue.shutdown();
      sleep(ZERO).await();
      sleep(ZERO).await();
    });

    trail.assertIs("a1", "a2");
  }

  @Test
  void aStreamThatIsClosedGivesBackWhatNobodyHasAskedFor(Runner runner) throws Exception {
    runner.run(() -> {
      assertGivenBack(new Queue<>(), 1);
      assertGivenBack(new LifoQueue<>(), 3);
      assertGivenBack(PriorityQueue.create(), 1);
    });
  }

  private static void assertGivenBack(Queue<Integer> queue, int next) throws Exception {
    for (int item = 1; item <= 3; item++) {
      queue.putNowait(item);
    }
    AsyncStream<Integer> stream = queue.stream();
    assertThat(stream.iterator().hasNext()).isTrue();
    assertThat(queue.qsize()).isEqualTo(2);
    stream.close();
    assertThat(queue.qsize()).isEqualTo(3);
    assertThat(queue.getNowait()).isEqualTo(next);
    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cancellingAReaderTakesNothingOutOfTheQueue(Runner runner) throws Exception {
    runner.run(() -> {
      Queue<Integer> queue = new Queue<>();
      Task<?> reader = createTask(queue.stream().toList());
      sleep(ZERO).await();
      reader.cancel();
      queue.putNowait(1);
      assertThatThrownBy(reader::await).isInstanceOf(CancelledError.class);
      assertThat(queue.getNowait()).isEqualTo(1);
    });
  }
}
