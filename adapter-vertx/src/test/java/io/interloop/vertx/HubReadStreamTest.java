// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code readStream} returns: demand, pause and the handlers. */
@ExtendWith(LoopExtension.class)
final class HubReadStreamTest {

  private static AsyncStream<Integer> numbers(int count, Trail trail) {
    return Asyncio.generator(items -> {
      try {
        for (int i = 1; i <= count; i++) {
          trail.add("yields " + i);
          items.yield(i);
        }
      } finally {
        trail.add("cleaned up");
      }
    });
  }

  @CanIgnoreReturnValue
  private static ReadStream<Integer> paused(int count, ConversionOptions options, Trail trail) {
    ReadStream<Integer> stream =
        VertxAdapter.readStream(EventLoop.running(), () -> numbers(count, trail), options);
    stream.pause();
    stream.endHandler(end -> trail.add("end"));
    stream.exceptionHandler(failure -> trail.add("failed " + failure));
    stream.handler(item -> trail.add("item " + item));
    return stream;
  }

  @Test
  void aPausedStreamDoesNotBegin(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      paused(3, DEFAULT, trail);
      settle();
    });
    trail.assertIs();
  }

  @Test
  void eachFetchIsHonouredAndTheEndTakesOneToo(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream = paused(2, DEFAULT, trail);
      for (int i = 1; i <= 3; i++) {
        trail.add("fetch");
        stream.fetch(1);
        settle();
      }
    });
    // The generator is always one item ahead.
    trail.assertIs(
        "fetch", "yields 1", "yields 2", "item 1", "fetch", "cleaned up", "item 2", "fetch", "end");
  }

  @Test
  void noMoreThanThePrefetchIsTakenAhead(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream = paused(100, DEFAULT.withPrefetch(4), trail);
      stream.handler(item -> {
        trail.add("item " + item);
        stream.pause();
      });
      stream.resume();
      settle();
    });
    // The generator is always one item ahead.
    trail.assertIs("yields 1", "yields 2", "yields 3", "yields 4", "yields 5", "item 1");
  }

  @Test
  void pausedItemsAndTheEndWaitForTheResume(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream = paused(3, DEFAULT, trail);
      stream.handler(item -> {
        trail.add("item " + item);
        if (item == 2) {
          stream.pause();
        }
      });
      stream.resume();
      settle();
      trail.add("resume");
      stream.resume();
      settle();
    });
    trail.assertIs(
        "yields 1",
        "yields 2",
        "yields 3",
        "cleaned up",
        "item 1",
        "item 2",
        "resume",
        "item 3",
        "end");
  }

  @Test
  void takingTheHandlerOffEndsTheStreamAndDiscardsWhatWaits(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream =
          paused(9, DEFAULT.withPrefetch(3).withOnDiscard(i -> trail.add("discarded " + i)), trail);
      stream.handler(item -> {
        trail.add("item " + item);
        stream.pause();
      });
      stream.resume();
      settle();
      trail.add("off");
      stream.handler(null);
      settle();
    });
    trail.assertIs(
        "yields 1",
        "yields 2",
        "yields 3",
        "yields 4",
        "item 1",
        "off",
        "discarded 2",
        "discarded 3",
        "discarded 4",
        "cleaned up");
  }

  @Test
  void aHandlerThatThrowsIsReportedAndTheOthersHaveTheirTurn(
      Runner runner, Trail trail, Reports reports) throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream = paused(2, DEFAULT, new Trail());
      stream.endHandler(end -> trail.add("end"));
      stream.handler(item -> {
        trail.add("item " + item);
        if (item == 1) {
          throw new IllegalStateException("expected");
        }
      });
      stream.resume();
      settle();
    });
    trail.assertIs("item 1", "item 2", "end");
    assertThat(reports.take())
        .singleElement()
        .satisfies(report -> assertThat(report.exception()).hasMessage("expected"));
  }

  @Test
  void aFailureWithoutAHandlerIsReported(Runner runner, Trail trail, Reports reports)
      throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream =
          VertxAdapter.readStream(() ->
              Asyncio.<Integer>generator(items -> {
                items.yield(1);
                throw new IOException("expected");
              }));
      stream.handler(item -> trail.add("item " + item));
      settle();
    });
    trail.assertIs("item 1");
    assertThat(reports.takeMessages()).singleElement().asString().contains("no exception handler");
  }

  @Test
  void aNegativeFetchIsRefused(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ReadStream<Integer> stream = paused(1, DEFAULT, trail);
      assertThatThrownBy(() -> stream.fetch(-1)).isInstanceOf(IllegalArgumentException.class);
    });
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }
}
