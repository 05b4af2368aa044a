// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncRunnable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.KeyboardInterrupt;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.Trail;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ApplicationLoopTest {
  private final Trail trail = new Trail();
  private ApplicationLoop application = applicationLoop(ofSeconds(20));

  private ApplicationLoop applicationLoop(Duration shutdownTimeout) {
    ApplicationLoop made =
        new ApplicationLoop(new InterloopProperties(null, null, null, "a loop", shutdownTimeout));
    made.loop().setExceptionHandler((loop, report) -> trail.add(report.message()));
    return made;
  }

  private EventLoop loop() {
    return application.loop();
  }

  @AfterEach
  void destroy() {
    application.destroy();
    assertThat(loop().isClosed()).isTrue();
  }

  @Test
  void itsThreadHasTheNameAndIsADaemon() {
    application.start();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("a loop"))
        .singleElement()
        .matches(Thread::isDaemon);
  }

  @Test
  void whatIsHandedInBeforeTheStartRunsThen() throws Exception {
    CompletableFuture<String> ran = new CompletableFuture<>();
    loop().callSoonThreadsafe(() -> ran.complete("ran"));
    application.start();
    assertThat(ran.get()).isEqualTo("ran");
  }

  @Test
  void stoppingCancelsTheTasksAndAwaitsTheirCleanup() throws Exception {
    application.start();
    startAndAwait(() -> {
      try {
        sleep(ofHours(1)).await();
      } finally {
        sleep(ofMillis(1)).await();
        trail.add("cleaned up");
      }
    });
    application.stop();
    trail.assertIs("cleaned up");
    assertThat(application.isRunning()).isFalse();
  }

  @Test
  void tasksThatCleanupStartsAreEndedToo() throws Exception {
    application.start();
    startAndAwait(() -> {
      try {
        sleep(ofHours(1)).await();
      } finally {
        Asyncio.createTask(() -> {
          try {
            sleep(ofHours(1)).await();
          } catch (CancelledError error) {
            trail.add("the second was cancelled");
            throw error;
          }
        });
        sleep(ofMillis(1)).await();
        trail.add("the first has ended");
      }
    });
    application.stop();
    trail.assertIs("the first has ended", "the second was cancelled");
  }

  @Test
  void aTaskThatDoesNotEndInTimeIsEndedByClosingAndReported() throws Exception {
    application.destroy();
    application = applicationLoop(ofMillis(50));
    application.start();
    startAndAwait(() -> {
      while (true) {
        try {
          sleep(ofHours(1)).await();
        } catch (CancelledError ignored) {
          trail.add("went on");
        }
      }
    });
    application.destroy();
    trail.assertIs("went on", "Task was destroyed but it is pending!");
  }

  @Test
  void aLoopInBlockingCodeIsLeftOpenAndReported() throws Exception {
    application.destroy();
    application = applicationLoop(Duration.ZERO);
    application.start();
    CompletableFuture<@Nullable Void> release = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> blocked = new CompletableFuture<>();
    loop()
        .callSoonThreadsafe(() -> {
          blocked.complete(null);
          release.join();
        });
    blocked.get();
    application.destroy();
    assertThat(loop().isClosed()).isFalse();
    assertThat(trail.entries()).singleElement().asString().contains("is left open");
    release.complete(null);
  }

  @Test
  void itStartsAgain() throws Exception {
    application.start();
    application.stop();
    application.start();
    assertThat(Asyncio.runCoroutineThreadsafe(() -> "again", loop()).get()).isEqualTo("again");
  }

  @Test
  void stoppingItBesidesTheApplicationIsInVain() throws Exception {
    application.start();
    loop().callSoonThreadsafe(loop()::stop);
    assertThat(Asyncio.runCoroutineThreadsafe(() -> "on", loop()).get()).isEqualTo("on");
  }

  @Test
  void anErrorThatStopsALoopIsReportedAndTheLoopGoesOn() throws Exception {
    application.start();
    loop()
        .callSoonThreadsafe(() -> {
          throw new KeyboardInterrupt();
        });
    assertThat(Asyncio.runCoroutineThreadsafe(() -> "on", loop()).get()).isEqualTo("on");
    trail.assertIs("an error stopped the application's loop; it goes on");
  }

  @Test
  void stoppingItFromACoroutineIsRefused() {
    application.start();
    assertThatThrownBy(() -> Asyncio.runCoroutineThreadsafe(() -> stopHere(), loop()).get())
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("as it would wait for itself");
  }

  private @Nullable Void stopHere() {
    application.stop();
    return null;
  }

  /** Starts a task and returns when it has begun. */
  private void startAndAwait(AsyncRunnable coroutine) throws Exception {
    CompletableFuture<Task<?>> begun = new CompletableFuture<>();
    loop()
        .callSoonThreadsafe(() -> {
          Task<?> task = loop().createTask(coroutine);
          loop().callSoon(() -> begun.complete(task));
        });
    assertThat(begun.get(10, TimeUnit.SECONDS).done()).isFalse();
  }
}
