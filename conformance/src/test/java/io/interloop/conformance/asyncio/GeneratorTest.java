// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.Yielder;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Async generators: coroutine bodies that yield. */
@ExtendWith(LoopExtension.class)
class GeneratorTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  private static AsyncStream<Integer> countTo(int end) {
    return generator((Yielder<Integer> out) -> {
      for (int i = 1; i <= end; i++) {
        out.yield(i);
      }
    });
  }

  @Test
  void aForLoopReadsWhatTheBodyYields(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      for (int item : countTo(3)) {
        trail.add("item " + item);
      }
      trail.add("list " + countTo(2).toList().await());
    });

    trail.assertIs("item 1", "item 2", "item 3", "list [1, 2]");
  }

  @Test
  void theBodyRunsInlineInTheConsumersTaskWithNoTickOfItsOwn(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> consumer = currentTask();
      VAR.set("consumer");
      getRunningLoop().callSoon(() -> trail.add("next tick"));
      AsyncStream<String> items =
          generator(out -> {
            out.yield("same task: " + (currentTask() == consumer) + ", " + VAR.get());
            VAR.set("generator");
            sleep(ZERO).await();
            out.yield("after a tick");
          });
      for (String item : items) {
        trail.add(item);
      }
      trail.add(VAR.get());
    });

    trail.assertIs("same task: true, consumer", "next tick", "after a tick", "generator");
  }

  @Test
  void whatTheBodyAwaitsSuspendsTheConsumer(Runner runner, VirtualClock clock) throws Exception {
    runner.run(() -> {
      AsyncStream<Integer> ticks =
          generator(out -> {
            for (int i = 0; i < 3; i++) {
              sleep(ofSeconds(1)).await();
              out.yield(i);
            }
          });
      for (int tick : ticks) {
        assertThat(clock.elapsed()).isEqualTo(ofSeconds(tick + 1));
      }
    });
  }

  @Test
  void nothingOfTheBodyRunsBeforeTheFirstItemIsAskedFor(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      try (AsyncStream<Integer> unread = generator(out -> trail.add("begun"))) {
        trail.add("made " + unread);
      }
    });

    trail.assertIs("made AsyncGenerator(CREATED)");
  }

  @Test
  void closingRunsTheCleanupOfTheBodyInTheTaskThatCloses(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      try (AsyncStream<Integer> endless =
          generator(out -> {
            try {
              for (int i = 0; ; i++) {
                out.yield(i);
              }
            } finally {
              sleep(ofSeconds(1)).await();
              trail.add("cleaned up");
            }
          })) {
        for (int item : endless) {
          trail.add("item " + item);
          if (item == 1) {
            break;
          }
        }
      }
      trail.add("closed");
    });

    trail.assertIs("item 0", "item 1", "cleaned up", "closed");
  }

  @Test
  void aBodyThatYieldsWhileItIsClosedIsToldSo(Runner runner) throws Exception {
    runner.run(() -> {
      AsyncStream<Integer> stubborn =
          generator(out -> {
            try {
              out.yield(1);
            } finally {
              out.yield(2);
            }
          });
      assertThat(stubborn.iterator().next()).isEqualTo(1);
      assertThatThrownBy(stubborn::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ignored GeneratorExit");
    });
  }

  @Test
  void aFailureOfTheBodyIsThrownWhereTheNextItemIsAskedFor(Runner runner) throws Exception {
    IOException failure = new IOException("checked");
    runner.run(() -> {
      AsyncStream<Integer> failing =
          generator(out -> {
            out.yield(1);
            throw failure;
          });
      Iterator<Integer> items = failing.iterator();
      assertThat(items.next()).isEqualTo(1);
      assertThatThrownBy(items::hasNext).isSameAs(failure);
      assertThat(items.hasNext()).isFalse();
      assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    });
  }

  @Test
  void cancellingTheConsumerThrowsInsideTheBody(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> consumer =
          createTask(() -> {
            AsyncStream<Integer> waiting =
                generator(out -> {
                  try {
                    sleep(ofSeconds(9)).await();
                  } catch (CancelledError error) {
                    trail.add("in the body: " + error.getMessage());
                    throw error;
                  }
                });
            waiting.toList().await();
          });
      sleep(ZERO).await();
      consumer.cancel("enough");
      assertThatThrownBy(consumer::await).isInstanceOf(CancelledError.class);
    });

    trail.assertIs("in the body: enough");
  }

  @Test
  void aStreamIsReadByOneTaskAtATimeAndOnce(Runner runner) throws Exception {
    runner.run(() -> {
      AsyncStream<Integer> slow =
          generator(out -> {
            sleep(ofSeconds(1)).await();
            out.yield(1);
          });
      Iterator<Integer> items = slow.iterator();
      assertThatThrownBy(slow::iterator)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("once");
      Task<Boolean> first = createTask(() -> items.hasNext());
      sleep(ZERO).await();
      assertThatThrownBy(items::hasNext)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already running");
      assertThat(first.await()).isTrue();
      slow.close();
    });
  }

  @Test
  void generatorsNest(Runner runner) throws Exception {
    runner.run(() -> {
      AsyncStream<Integer> doubled =
          generator(out -> {
            for (int item : countTo(3)) {
              sleep(ofSeconds(1)).await();
              out.yield(item * 2);
            }
          });
      assertThat(doubled.toList().await()).containsExactly(2, 4, 6);
    });
  }

  @Test
  void readingOutsideATaskIsRefused(EventLoop loop) {
    Iterator<Integer> items = countTo(1).iterator();

    assertThatThrownBy(items::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
  }

  @Test
  void aGeneratorCrossesToFlowAndBack(Runner runner) throws Exception {
    runner.run(() -> {
      EventLoop loop = getRunningLoop();
      var publisher = loop.publisher(() -> countTo(100), ConversionOptions.DEFAULT);
      for (int prefetch : new int[] {1, 2, 32, ConversionOptions.UNBOUNDED}) {
        ConversionOptions options = ConversionOptions.DEFAULT.withPrefetch(prefetch);
        assertThat(loop.stream(publisher, options).toList().await()).hasSize(100);
      }
    });
  }
}
