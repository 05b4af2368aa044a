// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.GeneratorExit;
import io.interloop.asyncio.Asyncio;
import io.interloop.spi.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a guest loop needs of every host, on the host's real threads. */
public abstract class HostContract {
  private static final String HOST_THREAD = "host";

  private final Trail trail = new Trail();
  private final List<String> reports = Collections.synchronizedList(new ArrayList<>());
  private EventLoop loop;

  /** Creates the contract; JUnit does. */
  protected HostContract() {}

  /** Returns the host under test; called once for each test. */
  protected abstract Host newHost() throws Exception;

  /** Returns what makes the threads of a host that takes threads. */
  protected static ThreadFactory hostThreads() {
    return code -> Thread.ofPlatform().daemon().name(HOST_THREAD).unstarted(code);
  }

  /**
   * Returns whether the calling code runs where the host's turns run: in one of {@link
   * #hostThreads()}, unless a subclass knows better.
   */
  protected boolean isOnHost() {
    return Thread.currentThread().getName().equals(HOST_THREAD);
  }

  /** Has the host take nothing any more; called at most once, after {@link #newHost()}. */
  protected abstract void shutHostDown() throws Exception;

  /** Makes the guest. */
  @BeforeEach
  void makeGuest() throws Exception {
    loop = Asyncio.newGuestLoop(newHost());
    loop.setExceptionHandler((where, report) -> reports.add(report.message()));
  }

  /** Closes the guest before its host. */
  @AfterEach
  void closeGuest() throws Exception {
    loop.close();
    shutHostDown();
  }

  @CanIgnoreReturnValue
  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private <T> CompletableFuture<T> start(Awaitable<T> coroutine) {
    return Asyncio.runCoroutineThreadsafe(coroutine, loop);
  }

  @Test
  void callbacksRunOnTheHost() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    loop.callSoonThreadsafe(
        () -> seen.complete("host " + isOnHost() + ", loop " + loop.isCurrent()));
    assertThat(get(seen)).isEqualTo("host true, loop true");
  }

  @Test
  void tasksRunInTheOrderOfTheirTicks() throws Exception {
    get(
        start(() -> {
          Awaitable<String> pinger =
              () -> {
                for (int i = 0; i < 3; i++) {
                  trail.add("ping " + i);
                  Asyncio.sleep(Duration.ZERO).await();
                }
                return "";
              };
          Awaitable<String> ponger =
              () -> {
                for (int i = 0; i < 3; i++) {
                  trail.add("pong " + i);
                  Asyncio.sleep(Duration.ZERO).await();
                }
                return "";
              };
          return Asyncio.<String>gather(pinger, ponger).await();
        }));
    trail.assertIs("ping 0", "pong 0", "ping 1", "pong 1", "ping 2", "pong 2");
  }

  @Test
  void timersGoOffInTheOrderOfTheirDeadlinesAndNotBefore() throws Exception {
    Duration took =
        get(
            start(() -> {
              Duration begin = loop.time();
              loop.callLater(Duration.ofMillis(15), () -> trail.add("second"));
              loop.callLater(Duration.ofMillis(5), () -> trail.add("first"));
              Asyncio.sleep(Duration.ofMillis(25)).await();
              trail.add("third");
              return loop.time().minus(begin);
            }));
    trail.assertIs("first", "second", "third");
    assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(25));
  }

  @Test
  void whatManyThreadsHandInRunsInTheOrderOfEach() throws Exception {
    int each = 1_000;
    CountDownLatch ran = new CountDownLatch(2 * each);
    List<String> order = new ArrayList<>(); // touched by the loop alone
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  String entry = name + i;
                  loop.callSoonThreadsafe(() -> {
                    order.add(entry);
                    ran.countDown();
                  });
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    for (String name : List.of("a", "b")) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        expected.add(name + i);
      }
      List<String> copy = get(start(() -> List.copyOf(order)));
      assertThat(copy.stream().filter(entry -> entry.startsWith(name))).isEqualTo(expected);
    }
  }

  @Test
  void cancellingFromAnotherThreadRunsTheCleanup() throws Exception {
    CompletableFuture<Boolean> asleep = new CompletableFuture<>();
    CompletableFuture<Boolean> cleanedUp = new CompletableFuture<>();
    CompletableFuture<String> future =
        start(() -> {
          try {
            loop.callSoon(() -> asleep.complete(true));
            Asyncio.sleep(Duration.ofHours(1)).await();
          } catch (CancelledError cancelled) {
            Asyncio.sleep(Duration.ofMillis(1)).await();
            cleanedUp.complete(loop.isCurrent());
            throw cancelled;
          }
          return "never";
        });
    get(asleep);
    future.cancel(true);
    assertThat(get(cleanedUp)).isTrue();
    assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void closingEndsTheTasksThatWait() throws Exception {
    CompletableFuture<Boolean> asleep = new CompletableFuture<>();
    CompletableFuture<String> future =
        start(() -> {
          try {
            loop.callSoon(() -> asleep.complete(true));
            Asyncio.sleep(Duration.ofHours(1)).await();
          } catch (GeneratorExit exit) {
            trail.add("ended");
            throw exit;
          }
          return "never";
        });
    get(asleep);
    loop.close();
    trail.assertIs("ended");
    assertThatThrownBy(() -> get(future)).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> loop.callSoonThreadsafe(() -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(reports).containsExactly("Task was destroyed but it is pending!");
  }

  @Test
  void aHostThatIsShutDownClosesTheLoopAndTellsItsTasks() throws Exception {
    CompletableFuture<String> future =
        start(() -> {
          Asyncio.sleep(Duration.ofHours(1)).await();
          return "never";
        });
    get(start(() -> "a turn has ended"));
    shutHostDown();
    // The host is asked for a turn, and refuses.
    try {
      loop.callSoonThreadsafe(() -> trail.add("never"));
    } catch (IllegalStateException closedAlready) {
      trail.add("closed");
    }
    assertThatThrownBy(() -> get(future)).isInstanceOf(ExecutionException.class);
    assertThat(loop.isClosed()).isTrue();
    assertThat(reports).anyMatch(report -> report.contains("refuses to run its guest"));
    assertThat(trail.entries()).doesNotContain("never");
  }
}
