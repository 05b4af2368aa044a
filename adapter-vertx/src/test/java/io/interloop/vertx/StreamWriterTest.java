// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.vertx.VertxAdapter.writeTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncStream;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code writeTo}: the queue of the target is never more than full. */
@ExtendWith(LoopExtension.class)
final class StreamWriterTest {

  /** A target whose queue is full from two writes on, and is drained when it is empty again. */
  private static final class Target implements WriteStream<Integer> {
    private final Trail trail;
    private final ArrayDeque<Promise<Void>> queue = new ArrayDeque<>();
    private @Nullable Handler<Void> drainHandler;

    Target(Trail trail) {
      this.trail = trail;
    }

    /** Ends all writes, and tells of the drain. */
    void drain() {
      while (!queue.isEmpty()) {
        queue.remove().complete();
      }
      if (drainHandler != null) {
        drainHandler.handle(null);
      }
    }

    void fail(Throwable failure) {
      while (!queue.isEmpty()) {
        queue.remove().fail(failure);
      }
    }

    @Override
    public Future<Void> write(Integer item) {
      Promise<Void> promise = Promise.promise();
      queue.add(promise);
      trail.add("write " + item + (writeQueueFull() ? ", full" : ""));
      return promise.future();
    }

    @Override
    public boolean writeQueueFull() {
      return queue.size() >= 2;
    }

    @Override
    public Future<Void> end() {
      trail.add("end");
      return Future.succeededFuture();
    }

    @Override
    @CanIgnoreReturnValue
    public Target drainHandler(@Nullable Handler<Void> handler) {
      drainHandler = handler;
      return this;
    }

    @Override
    public Target exceptionHandler(@Nullable Handler<Throwable> handler) {
      throw new UnsupportedOperationException("write failures are those of the writes");
    }

    @Override
    public Target setWriteQueueMaxSize(int maxSize) {
      throw new UnsupportedOperationException("two");
    }
  }

  private static AsyncStream<Integer> numbers(Trail trail) {
    return Asyncio.generator(items -> {
      try {
        for (int i = 1; i <= 5; i++) {
          items.yield(i);
        }
      } finally {
        trail.add("source closed");
      }
    });
  }

  @Test
  void itWaitsWhileTheQueueIsFullAndForTheLastWrite(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Target target = new Target(trail);
    runner.run(() -> {
      Task<?> writing = loop.createTask(writeTo(target, numbers(trail)));
      for (int i = 0; i < 3; i++) {
        settle();
        trail.add("drain, done: " + writing.done());
        target.drain();
      }
      writing.await();
      trail.add("done");
    });
    trail.assertIs(
        "write 1",
        "write 2, full",
        "drain, done: false",
        "write 3",
        "write 4, full",
        "drain, done: false",
        "write 5",
        "source closed",
        "drain, done: false",
        "done");
  }

  @Test
  void aDrainOnAForeignThreadWakesIt(Runner runner, EventLoop loop, Trail trail) throws Exception {
    Target target = new Target(new Trail());
    runner.run(() -> {
      Task<?> writing = loop.createTask(writeTo(target, numbers(trail)));
      for (int i = 0; i < 3; i++) {
        settle();
        Thread thread = Thread.ofPlatform().start(target::drain);
        thread.join();
      }
      writing.await();
    });
    trail.assertIs("source closed");
  }

  @Test
  void aWriteThatFailsEndsItAndClosesTheSource(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    Target target = new Target(trail);
    IOException failure = new IOException("connection lost");
    runner.run(() -> {
      loop.callLater(Duration.ofSeconds(1), () -> target.fail(failure));
      assertThatThrownBy(writeTo(target, numbers(trail))::await).isSameAs(failure);
      settle();
    });
    trail.assertIs("write 1", "write 2, full", "source closed");
  }

  @Test
  void cancellingClosesTheSourceAndReportsWritesThatFailLater(
      Runner runner, EventLoop loop, Trail trail, Reports reports) throws Exception {
    Target target = new Target(trail);
    runner.run(() -> {
      Task<?> writing = loop.createTask(writeTo(target, numbers(trail)));
      settle();
      writing.cancel();
      settle();
      assertThat(writing.cancelled()).isTrue();
      target.fail(new IOException("connection lost"));
    });
    trail.assertIs("write 1", "write 2, full", "source closed");
    assertThat(reports.takeMessages()).hasSize(2);
  }

  @Test
  void theSourcesFailureIsThrown(Runner runner, Trail trail) throws Exception {
    Target target = new Target(trail);
    IOException failure = new IOException("expected");
    runner.run(() -> {
      AsyncStream<Integer> source =
          Asyncio.generator(items -> {
            items.yield(1);
            throw failure;
          });
      assertThatThrownBy(writeTo(target, source)::await).isSameAs(failure);
      target.drain();
    });
    trail.assertIs("write 1");
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(2)).await();
  }
}
