// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.InvalidStateException;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every misuse gets a sentence that says what to do instead. */
@ExtendWith(LoopExtension.class)
class MisuseTest {

  private static void assertRefused(ThrowingCallable misuse, String... words) {
    assertThatThrownBy(misuse).isInstanceOf(IllegalStateException.class).message().contains(words);
  }

  @Test
  void awaitingOutsideALoop(EventLoop loop) {
    Promise<String> promise = loop.createPromise();

    assertRefused(promise::await, "await outside a running loop", "Asyncio.run");
    assertRefused(() -> sleep(ofSeconds(1)).await(), "no running event loop", "Asyncio.run");
    assertRefused(() -> sleep(ZERO).await(), "no running event loop", "Asyncio.run");
    assertRefused(() -> createTask(() -> {}), "no running event loop");
  }

  @Test
  void awaitingAFinishedFutureOutsideALoopIsRefusedToo(EventLoop loop) {
    Promise<String> promise = loop.createPromise();
    promise.setResult("there");

    assertRefused(promise::await, "await outside a running loop");
  }

  @Test
  void awaitingInACallback(Runner runner, Reports reports) throws Exception {
    runner.run(() -> {
      Promise<String> promise = EventLoop.running().createPromise();
      EventLoop.running()
          .callSoon(() -> assertRefused(promise::await, "await in a callback", "createTask"));
      sleep(ZERO).await();
      EventLoop.running().callSoon(() -> assertRefused(sleep(ZERO)::await, "callLater"));
      sleep(ZERO).await();
    });

    assertThat(reports.take()).isEmpty();
  }

  @Test
  void runningALoopInsideALoop(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      assertRefused(() -> run(() -> {}), "cannot be called from a running event loop");
      assertRefused(() -> loop.runUntilComplete(() -> 1), "already running");
      assertRefused(loop::runForever, "already running");
      EventLoop other = Asyncio.newEventLoop();
      assertRefused(other::runForever, "another loop is running");
      other.close();
    });
  }

  @Test
  void closingARunningLoop(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> assertRefused(loop::close, "Cannot close a running event loop"));
  }

  @Test
  void usingALoopAfterItWasClosed(EventLoop loop) {
    loop.close();
    loop.close();

    assertThat(loop.isClosed()).isTrue();
    assertRefused(() -> loop.callSoon(() -> {}), "Event loop is closed");
    assertRefused(() -> loop.callSoonThreadsafe(() -> {}), "Event loop is closed");
    assertRefused(() -> loop.callLater(ofSeconds(1), () -> {}), "Event loop is closed");
    assertRefused(() -> loop.createTask(() -> {}), "Event loop is closed");
    assertRefused(() -> loop.runInExecutor(null, () -> 1), "Event loop is closed");
    assertRefused(() -> loop.runUntilComplete(() -> 1), "Event loop is closed");
    assertRefused(loop::runForever, "Event loop is closed");
  }

  @Test
  void usingARunnerAfterItWasClosed() {
    Runner runner = new Runner();
    runner.close();

    assertRefused(() -> runner.run(() -> {}), "Runner is closed");
  }

  @Test
  void aTaskAwaitingItself(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> self = Task.current();
      assertRefused(self::await, "Task cannot await on itself");
    });
  }

  @Test
  void awaitingAFutureOfAnotherLoop(Runner runner) throws Exception {
    EventLoop other = Asyncio.newEventLoop();
    Promise<String> foreign = other.createPromise();
    runner.run(() -> {
      assertRefused(foreign::await, "attached to a different loop", "wrapFuture");
    });
    other.close();
  }

  @Test
  void settingAPromiseTwice(EventLoop loop) {
    Promise<String> promise = loop.createPromise();
    promise.setResult("first");

    assertThatThrownBy(() -> promise.setResult("second"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("first");
    assertThatThrownBy(() -> promise.setException(new Exception()))
        .isInstanceOf(InvalidStateException.class);
    assertThat(promise.cancel()).isFalse();
  }

  @Test
  void settingACancelledPromise(EventLoop loop) {
    Promise<String> promise = loop.createPromise();
    promise.cancel("enough");

    assertThatThrownBy(() -> promise.setResult("late"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("cancelled");
  }

  @Test
  void askingForAResultTooEarly(EventLoop loop) {
    Promise<String> promise = loop.createPromise();

    assertThatThrownBy(promise::result)
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("await it");
    assertThatThrownBy(promise::exception).isInstanceOf(InvalidStateException.class);
    assertThat(promise.outcome()).isNull();
  }

  @Test
  void askingACancelledFutureForItsException(EventLoop loop) {
    Promise<String> promise = loop.createPromise();
    promise.cancel("enough");

    assertThatThrownBy(promise::exception).isInstanceOf(CancelledError.class).hasMessage("enough");
  }

  /** Runs misuses in a plain thread while the loop is running. */
  private static void onAForeignThread(List<ThrowingCallable> misuses) throws Exception {
    FutureTask<Void> foreign =
        new FutureTask<>(() -> {
          for (ThrowingCallable misuse : misuses) {
            assertRefused(misuse, "Non-thread-safe operation", "callSoonThreadsafe");
          }
          return null;
        });
    Thread thread = Thread.ofPlatform().start(foreign);
    thread.join();
    try {
      foreign.get();
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    }
  }

  @Test
  void usingARunningLoopFromAForeignThread(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      Task<?> task = Task.current();
      onAForeignThread(
          List.of(
              () -> loop.callSoon(() -> {}),
              () -> loop.callLater(ofSeconds(1), () -> {}),
              () -> loop.createTask(() -> {}),
              loop::stop,
              loop::allTasks,
              () -> promise.setResult("foreign"),
              () -> promise.cancel(),
              () -> promise.addDoneCallback(done -> {}),
              () -> task.cancel(),
              () -> loop.runInExecutor(null, () -> 1)));
      assertThat(promise.done()).isFalse();
    });
  }

  @Test
  void stoppingTheLoopBeforeTheFutureIsDone(EventLoop loop) {
    Promise<String> never = loop.createPromise();
    loop.callSoon(loop::stop);

    assertRefused(() -> loop.runUntilComplete(never), "stopped before Future completed");
  }

  @Test
  void nullsAreRefusedAtOnce(EventLoop loop) {
    assertThatThrownBy(() -> loop.callSoon(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> loop.callLater(null, () -> {}))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> sleep(null)).isInstanceOf(NullPointerException.class);
    Promise<String> promise = loop.createPromise();
    assertThatThrownBy(() -> promise.setException(null)).isInstanceOf(NullPointerException.class);
    assertThat(promise.done()).isFalse();
  }
}
