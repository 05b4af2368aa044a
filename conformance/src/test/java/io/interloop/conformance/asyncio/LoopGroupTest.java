// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.KeyboardInterrupt;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopGroup;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several loops, each on a thread of its own. */
@ExtendWith(LoopExtension.class)
@Timeout(60)
class LoopGroupTest {
  private final List<String> reports = new CopyOnWriteArrayList<>();

  private EventLoop newReportingLoop() {
    EventLoop loop = Asyncio.newEventLoop();
    loop.setExceptionHandler((where, report) -> reports.add(report.message()));
    return loop;
  }

  /** Closing a loop is the last thing its thread does. */
  private static void waitUntilClosed(EventLoop loop) {
    while (!loop.isClosed()) {
      Thread.onSpinWait();
    }
  }

  // ---- giving out work

  @Test
  void workGoesToTheLoopsInTurn() throws Exception {
    try (LoopGroup group = LoopGroup.open(3)) {
      List<EventLoop> seen = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        seen.add(group.submit(() -> getRunningLoop()).get(10, SECONDS));
      }
      List<EventLoop> loops = group.loops();
      assertThat(loops).hasSize(3).doesNotHaveDuplicates();
      assertThat(seen.subList(0, 3)).isEqualTo(loops);
      assertThat(seen.subList(3, 6)).isEqualTo(loops);
    }
  }

  @Test
  void theLoopsRunAtTheSameTime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    try (LoopGroup group = LoopGroup.open(2)) {
      List<CompletableFuture<Boolean>> met = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        met.add(
            group.submit(() -> {
              both.countDown();
              return both.await(10, SECONDS);
            }));
      }
      for (CompletableFuture<Boolean> one : met) {
        assertThat(one.get(20, SECONDS)).isTrue();
      }
    }
  }

  @Test
  void resultsAreGatheredOnTheCallingLoop(Runner runner) throws Exception {
    try (LoopGroup group = LoopGroup.open(2)) {
      runner.run(() -> {
        EventLoop here = getRunningLoop();
        List<EventLoop> loops =
            gather(
                    group.toLoop(() -> getRunningLoop()),
                    group.toLoop(() -> getRunningLoop()),
                    group.toLoop(() -> getRunningLoop()))
                .await();
        assertThat(loops)
            .containsExactly(group.loops().get(0), group.loops().get(1), group.loops().get(0));
        assertThat(getRunningLoop()).isSameAs(here);
      });
    }
  }

  @Test
  void aFailureReachesWhoSubmitted() throws Exception {
    try (LoopGroup group = LoopGroup.open(1)) {
      IllegalStateException failure = new IllegalStateException("there");
      CompletableFuture<?> failing =
          group.submit(() -> {
            throw failure;
          });
      assertThatThrownBy(() -> failing.get(10, SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCause(failure);
    }
  }

  // ---- closing

  /** Submits a task that waits until it is cancelled; returns when it does. */
  private static CompletableFuture<?> submitWaiting(LoopGroup group, String name, Trail trail)
      throws Exception {
    CompletableFuture<String> begun = new CompletableFuture<>();
    CompletableFuture<?> waiting =
        group.submit(() -> {
          try {
            begun.complete("");
            getRunningLoop().createPromise().await();
          } catch (CancelledError cancelled) {
            sleep(ZERO).await();
            trail.add("cleaned up " + name);
            throw cancelled;
          }
        });
    begun.get(10, SECONDS);
    return waiting;
  }

  @Test
  void closingCancelsTheTasksLoopByLoopAndWaitsForTheirCleanup(Trail trail) throws Exception {
    LoopGroup group = LoopGroup.open(2);
    CompletableFuture<?> first = submitWaiting(group, "1", trail);
    CompletableFuture<?> second = submitWaiting(group, "2", trail);
    group.close();
    group.close();

    trail.assertIs("cleaned up 1", "cleaned up 2");
    assertThat(first).isCancelled();
    assertThat(second).isCancelled();
    assertThat(group.loops()).allMatch(EventLoop::isClosed);
  }

  @Test
  void aClosedGroupTakesNoWork() {
    LoopGroup group = LoopGroup.open(1);
    EventLoop loop = group.next();
    group.close();

    assertThatThrownBy(() -> group.submit(() -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LoopGroup is closed");
    assertThatThrownBy(() -> runCoroutineThreadsafe(() -> 1, loop).get(10, SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("Event loop is closed: " + loop);
  }

  @Test
  void aTaskAwaitsTheShutdownAndItsLoopGoesOn(Runner runner, Trail trail) throws Exception {
    LoopGroup group = LoopGroup.open(2);
    CompletableFuture<?> waiting = submitWaiting(group, "1", trail);
    runner.run(() -> group.shutdown().await());

    trail.assertIs("cleaned up 1");
    assertThat(waiting).isCancelled();
  }

  @Test
  void aGroupIsNotClosedOnItsOwnLoops() throws Exception {
    try (LoopGroup group = LoopGroup.open(1)) {
      assertThatThrownBy(() -> group.submit(group::close).get(10, SECONDS))
          .hasRootCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> group.submit(() -> group.shutdown().await()).get(10, SECONDS))
          .hasRootCauseInstanceOf(IllegalStateException.class);
      int result = group.submit(() -> 1).get(10, SECONDS);
      assertThat(result).isEqualTo(1);
    }
  }

  @Test
  void anInterruptDoesNotEndTheClosingEarly() {
    LoopGroup group = LoopGroup.open(2);
    Thread.currentThread().interrupt();
    group.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(group.loops()).allMatch(EventLoop::isClosed);
  }

  // ---- loops that end before their time

  @Test
  void aFatalErrorEndsItsLoopAloneAndIsThrownByTheClosing(Trail trail) throws Exception {
    LoopGroup group = LoopGroup.open(2, this::newReportingLoop);
    EventLoop dying = group.loops().get(0);
    CompletableFuture<?> onTheDying = submitWaiting(group, "on the dying loop", trail);
    KeyboardInterrupt fatal = new KeyboardInterrupt();
    CompletableFuture<?> killing =
        runCoroutineThreadsafe(
            () -> {
              throw fatal;
            },
            dying);
    assertThatThrownBy(() -> killing.get(10, SECONDS)).hasCause(fatal);
    waitUntilClosed(dying);

    assertThat(onTheDying).isCancelled();
    assertThat(group.next()).isSameAs(group.loops().get(1));
    assertThat(group.next()).isSameAs(group.loops().get(1));
    assertThatThrownBy(group::close).isSameAs(fatal);
    group.close();
    trail.assertIs("cleaned up on the dying loop");
    assertThat(reports).containsExactly("a loop of a LoopGroup ended");
  }

  @Test
  void aLoopThatIsStoppedDoesNotEndSilently() throws Exception {
    LoopGroup group = LoopGroup.open(1, this::newReportingLoop);
    EventLoop loop = group.next();
    loop.callSoonThreadsafe(loop::stop);
    waitUntilClosed(loop);

    assertThatThrownBy(group::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("all loops of this LoopGroup have ended");
    assertThatThrownBy(group::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was stopped");
    assertThat(reports).containsExactly("a loop of a LoopGroup ended");
  }

  @Test
  void aLoopThatCannotBeMadeClosesTheOthers() {
    List<EventLoop> made = new CopyOnWriteArrayList<>();
    IllegalStateException failure = new IllegalStateException("no more");
    assertThatThrownBy(() ->
            LoopGroup.open(
                2,
                () -> {
                  if (!made.isEmpty()) {
                    throw failure;
                  }
                  made.add(newReportingLoop());
                  return made.get(0);
                }))
        .isSameAs(failure);

    assertThat(made).singleElement().matches(EventLoop::isClosed);
    assertThatThrownBy(() -> LoopGroup.open(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
