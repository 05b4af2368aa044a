// SPDX-License-Identifier: Apache-2.0
package io.interloop.blockhound;

import static io.interloop.asyncio.Asyncio.executor;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.toThread;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Queue;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** What blocks a loop is found, and what awaits is not. */
@ExtendWith(LoopExtension.class)
final class LoopIntegrationTest {

  @BeforeAll
  static void install() {
    BlockHound.install();
  }

  /** Ways to block, for long enough to be about to when it comes to it. */
  @SuppressWarnings("WaitNotInLoop") // nobody notifies
  private static Map<String, Callable<?>> blocking() {
    return Map.of(
        "sleep",
        () -> {
          Thread.sleep(50);
          return "";
        },
        "park",
        () -> {
          LockSupport.parkNanos(50_000_000);
          return "";
        },
        "latch",
        () -> new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS),
        "future",
        () -> new CompletableFuture<String>().get(50, TimeUnit.MILLISECONDS),
        "wait",
        () -> {
          Object lock = new Object();
          synchronized (lock) {
            lock.wait(50);
          }
          return "";
        });
  }

  @Test
  void aCoroutineThatBlocksIsFound(Runner runner) throws Exception {
    runner.run(() ->
        blocking()
            .forEach((name, code) ->
                assertThatThrownBy(code::call)
                    .as(name)
                    .isInstanceOf(BlockingOperationError.class)));
  }

  @Test
  void soItIsAfterAnAwait(Runner runner) throws Exception {
    Callable<?> latch = blocking().get("latch");
    runner.run(() -> {
      sleep(ofMillis(1)).await();
      assertThatThrownBy(latch::call).isInstanceOf(BlockingOperationError.class);
      sleep(ofMillis(1)).await();
      assertThatThrownBy(latch::call).isInstanceOf(BlockingOperationError.class);
    });
  }

  @Test
  void aCallbackThatBlocksIsReported(Runner runner, EventLoop loop, Reports reports)
      throws Exception {
    runner.run(() -> {
      for (Callable<?> code : blocking().values()) {
        loop.callSoon(() -> {
          try {
            code.call();
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        });
      }
      sleep(ofMillis(1)).await();
    });
    assertThat(reports.take())
        .hasSize(blocking().size())
        .allMatch(report -> report.exception() instanceof BlockingOperationError);
  }

  @Test
  void readingAFileIsFound(Runner runner, @TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    runner.run(() -> {
      assertThatThrownBy(() -> new FileInputStream(file.toFile()).read())
          .isInstanceOf(BlockingOperationError.class);
      assertThat(toThread(() -> Files.readString(file)).await()).isEqualTo("content");
    });
  }

  @Test
  void whatAwaitsIsNotFoundOnTheRealClock() throws Exception {
    Asyncio.run(
        LoopConfig.DEFAULT,
        () -> {
          EventLoop loop = EventLoop.running();
          Queue<Integer> queue = new Queue<>(1);
          Awaitable<String> producer =
              () -> {
                for (int i = 0; i < 100; i++) {
                  queue.put(i).await();
                }
                return "produced";
              };
          Awaitable<String> consumer =
              () -> {
                int sum = 0;
                for (int i = 0; i < 100; i++) {
                  sum += queue.get().await();
                }
                return "consumed " + sum;
              };
          Awaitable<String> sleeper = sleep(ofMillis(5), "slept");
          Awaitable<String> other =
              toThread(() -> {
                Thread.sleep(5);
                return "blocked elsewhere";
              });
          Awaitable<String> generated =
              () -> {
                String all = "";
                for (String item :
                    Asyncio.<String>generator(out -> {
                      out.yield("a");
                      sleep(ofMillis(1)).await();
                      out.yield("b");
                    })) {
                  all += item;
                }
                return all;
              };
          assertThat(gather(producer, consumer, sleeper, other, generated).await())
              .containsExactly("produced", "consumed 4950", "slept", "blocked elsewhere", "ab");
          assertThat(Asyncio.<Boolean>ensureFuture(threadsafe(loop)).await()).isTrue();
          executor(loop).execute(() -> {});
        });
  }

  /** Another thread hands something in and wakes the loop. */
  private static Awaitable<Boolean> threadsafe(EventLoop loop) {
    return () -> {
      Promise<Boolean> promise = loop.createPromise();
      Thread.ofVirtual().start(() -> loop.callSoonThreadsafe(() -> promise.setResult(true)));
      return promise.await();
    };
  }

  /** Ending takes locks that the executor's threads hold as they end, if it comes to that. */
  @Test
  void endingIsNotFoundThoughTheExecutorsThreadsEndMeanwhile() throws Exception {
    for (int i = 0; i < 100; i++) {
      Asyncio.run(
          LoopConfig.DEFAULT,
          () -> gather(toThread(() -> 1), toThread(() -> 2), toThread(() -> 3)).await());
    }
  }

  @Test
  void codeThatRunsOnNoLoopMayBlock() throws Exception {
    for (Callable<?> code : blocking().values()) {
      try {
        Object unused = code.call();
      } catch (TimeoutException waited) {
        assertThat(waited).isNotNull();
      }
    }
  }
}
