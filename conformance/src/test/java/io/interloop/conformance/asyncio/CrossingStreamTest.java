// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.toLoop;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.LoopGroup;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams that are made on one loop and read on another. */
@ExtendWith(LoopExtension.class)
class CrossingStreamTest {
  private final LoopGroup group = LoopGroup.open(1);
  private final EventLoop other = group.next();
  private final AtomicInteger produced = new AtomicInteger();
  private final CompletableFuture<String> sourceEnded = new CompletableFuture<>();

  @AfterEach
  void closeTheOtherLoop() {
    group.close();
  }

  /** Counts up there, and then waits for ever. */
  private AsyncStream<Integer> counting(int last) {
    return generator(out -> {
      try {
        for (int i = 1; i <= last; i++) {
          produced.set(i);
          out.yield(i);
        }
        getRunningLoop().createPromise().await();
      } finally {
        sourceEnded.complete("ended");
      }
    });
  }

  private static <T> AsyncStream<T> read(Flow.Publisher<T> publisher, int prefetch) {
    return getRunningLoop().stream(publisher, ConversionOptions.DEFAULT.withPrefetch(prefetch));
  }

  @Test
  void theItemsAndTheEndCross(Runner runner) throws Exception {
    Flow.Publisher<Integer> publisher =
        other.publisher(
            () ->
                generator(out -> {
                  for (int i = 1; i <= 100; i++) {
                    assertThat(getRunningLoop()).isSameAs(other);
                    out.yield(i);
                  }
                }),
            ConversionOptions.DEFAULT);
    runner.run(() -> {
      assertThat(read(publisher, 3).toList().await()).hasSize(100).isSorted().endsWith(100);
      assertThat(read(publisher, 256).toList().await()).hasSize(100).isSorted();
    });
  }

  @Test
  void aFailureCrossesAfterTheItemsBeforeIt(Runner runner) throws Exception {
    IOException failure = new IOException("there");
    Flow.Publisher<Integer> publisher =
        other.publisher(
            () ->
                generator(out -> {
                  out.yield(1);
                  throw failure;
                }),
            ConversionOptions.DEFAULT);
    runner.run(() -> {
      var items = read(publisher, 8).iterator();
      assertThat(items.next()).isEqualTo(1);
      assertThatThrownBy(items::hasNext).isSameAs(failure);
    });
  }

  @Test
  void theSourceIsNeverFurtherAheadThanThePrefetchAndOneItem(Runner runner) throws Exception {
    Flow.Publisher<Integer> publisher =
        other.publisher(() -> counting(50), ConversionOptions.DEFAULT);
    runner.run(() -> {
      try (AsyncStream<Integer> stream = read(publisher, 1)) {
        for (int item : stream) {
          assertThat(produced.get()).isLessThanOrEqualTo(item + 2);
          if (item == 50) {
            break;
          }
        }
      }
    });

    assertThat(sourceEnded.get(10, SECONDS)).isEqualTo("ended");
  }

  @Test
  void leavingEarlyClosesTheSourceThere(Runner runner) throws Exception {
    Flow.Publisher<Integer> publisher =
        other.publisher(() -> counting(2), ConversionOptions.DEFAULT);
    runner.run(() -> {
      try (AsyncStream<Integer> stream = read(publisher, 1)) {
        assertThat(stream.iterator().next()).isEqualTo(1);
      }
    });

    assertThat(sourceEnded.get(10, SECONDS)).isEqualTo("ended");
  }

  @Test
  void closingTheReadersLoopClosesTheSourceThere(Runner runner) throws Exception {
    Flow.Publisher<Integer> publisher =
        other.publisher(() -> counting(1), ConversionOptions.DEFAULT);
    runner.run(() -> {
      Promise<String> first = getRunningLoop().createPromise();
      createTask(() -> {
        for (int item : read(publisher, 8)) {
          first.setResult("item " + item);
        }
      });
      assertThat(first.await()).isEqualTo("item 1");
    });
    runner.close();

    assertThat(sourceEnded.get(10, SECONDS)).isEqualTo("ended");
  }

  @Test
  void theReaderIsToldThatTheSourcesLoopCloses(Runner runner) throws Exception {
    Flow.Publisher<Integer> publisher =
        other.publisher(() -> counting(1), ConversionOptions.DEFAULT);
    runner.run(() -> {
      var items = read(publisher, 8).iterator();
      assertThat(items.next()).isEqualTo(1);
      Task<?> reading = createTask(() -> items.hasNext());
      toLoop(other, () -> {}).await();
      group.shutdown().await();
      assertThatThrownBy(reading::await).isInstanceOf(CancelledError.class);
      assertThat(reading.cancelling()).isZero();
    });
  }
}
