// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.vertx.VertxAdapter.writeStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code writeStream}: its queue has a limit, and every write is answered. */
@ExtendWith(LoopExtension.class)
final class WriteStreamTest {

  private static void write(WritableStream<String> stream, String item, Trail trail) {
    note(stream.write(item), "wrote " + item, trail);
  }

  private static void note(Future<Void> future, String what, Trail trail) {
    future
        .onSuccess(ignored -> trail.add(what))
        .onFailure(failure -> trail.add("not " + what + ": " + failure.getMessage()));
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  @Test
  void whatIsWrittenIsReadInOrderAndTheEndIsToldWhenItIsSeen(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream();
      write(stream, "a", trail);
      Task<?> reading = loop.createTask(() -> stream.forEach(item -> trail.add("read " + item)));
      settle();
      write(stream, "b", trail);
      note(stream.end(), "the end", trail);
      reading.await();
    });
    assertThat(trail.entries())
        .containsExactlyInAnyOrder("wrote a", "read a", "wrote b", "read b", "the end")
        .containsSubsequence("read a", "read b")
        .containsSubsequence("wrote a", "wrote b", "the end");
  }

  @Test
  void theQueueIsFullUntilHalfOfItIsRead(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream(loop, DEFAULT.withPrefetch(4));
      for (String item : List.of("a", "b", "c", "d")) {
        assertThat(stream.writeQueueFull()).isFalse();
        stream.write(item);
      }
      assertThat(stream.writeQueueFull()).isTrue();
      stream.drainHandler(ignored -> trail.add("drained"));
      for (Iterator<String> items = stream.iterator(); trail.entries().size() < 4; ) {
        trail.add("read " + items.next());
        settle();
      }
      stream.end();
      stream.close();
    });
    // The stream is one item ahead of its reader.
    trail.assertIs("read a", "drained", "read b", "read c");
  }

  @Test
  void aDrainHandlerThatComesAfterTheDrainIsCalled(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream(loop, DEFAULT.withPrefetch(1));
      stream.write("a");
      assertThat(stream.writeQueueFull()).isTrue();
      assertThat(stream.iterator().next()).isEqualTo("a");
      stream.drainHandler(ignored -> trail.add("drained"));
      settle();
      stream.close();
    });
    trail.assertIs("drained");
  }

  @Test
  void aForeignThreadMayWriteAndEnd(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream();
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                stream.write("a");
                stream.write("b");
                stream.end();
              });
      assertThat(stream.toList().await()).containsExactly("a", "b");
      thread.join();
    });
  }

  @Test
  void closingFailsTheWritesAndDiscardsTheirItems(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      WritableStream<String> stream =
          writeStream(loop, DEFAULT.withOnDiscard(item -> trail.add("discarded " + item)));
      stream.exceptionHandler(failure -> trail.add("told: " + failure.getMessage()));
      write(stream, "a", trail);
      note(stream.end(), "the end", trail);
      stream.close();
      settle();
      write(stream, "b", trail);
    });
    trail.assertIs(
        "discarded a",
        "not wrote a: nobody reads what is written any more",
        "not the end: nobody reads what is written any more",
        "told: nobody reads what is written any more",
        "not wrote b: written after the end");
  }

  @Test
  void cancellingTheReaderFailsWhatIsWrittenLater(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream();
      Task<List<String>> reading = loop.createTask(stream.toList());
      settle();
      reading.cancel();
      settle();
      write(stream, "late", trail);
      note(stream.end(), "the end", trail);
    });
    trail.assertIs(
        "not wrote late: nobody reads what is written any more",
        "not the end: nobody reads what is written any more");
  }

  @Test
  void aLoopThatIsClosedFailsTheWrites(Trail trail) throws Exception {
    EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    loop.setExceptionHandler((where, report) -> {});
    WritableStream<String> stream =
        writeStream(loop, DEFAULT.withOnDiscard(item -> trail.add("discarded " + item)));
    loop.runUntilComplete(() -> {
      loop.createTask(() -> stream.forEach(item -> trail.add("read " + item)));
      settle();
      return null;
    });
    write(stream, "a", trail);
    loop.close();
    write(stream, "b", trail);
    assertThat(trail.entries()).hasSize(3).contains("discarded a");
    assertThat(trail.entries().get(1)).startsWith("not wrote a");
    assertThat(trail.entries().get(2)).startsWith("not wrote b");
  }

  @Test
  void writingAfterTheEndAndEndingTwiceAreRefused(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream();
      stream.end();
      write(stream, "a", trail);
      note(stream.end(), "the end", trail);
      assertThat(stream.toList().await()).isEmpty();
      assertThatThrownBy(() -> stream.write(null)).isInstanceOf(NullPointerException.class);
    });
    trail.assertIs("not wrote a: written after the end", "not the end: ended already");
  }
}
