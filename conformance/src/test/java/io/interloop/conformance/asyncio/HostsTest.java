// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.newGuestLoop;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.runCoroutineThreadsafe;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.TaskOptions;
import io.interloop.asyncio.EngineKind;
import io.interloop.asyncio.Hosts;
import io.interloop.asyncio.LoopConfig;
import io.interloop.spi.Host;
import io.interloop.testkit.Trail;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Guests of real threads: executors and Swing's event queue. */
@Timeout(60)
class HostsTest {
  private final Trail trail = new Trail();
  private final List<String> reports = new CopyOnWriteArrayList<>();

  private EventLoop guestOf(Host host) {
    LoopConfig config = LoopConfig.DEFAULT;
    return guestOf(host, mounted() ? config.withEngine(EngineKind.MOUNTED) : config);
  }

  private EventLoop guestOf(Host host, LoopConfig config) {
    EventLoop loop = newGuestLoop(host, config);
    loop.setExceptionHandler(
        (where, report) -> reports.add(report.message() + ": " + report.exception()));
    return loop;
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  private static boolean mounted() {
    return "mounted".equals(System.getProperty(EngineKind.PROPERTY));
  }

  private static String where() {
    Thread thread = Thread.currentThread();
    return thread.isVirtual() ? "virtual" : thread.getName();
  }

  // ---- threads

  @Test
  void callbacksRunOnTheHostsThreadAndCoroutinesWhereTheEngineHasThem() throws Exception {
    try (ExecutorService executor = Executors.newSingleThreadExecutor(named("host"))) {
      EventLoop loop = guestOf(Hosts.of(executor));
      runCoroutineThreadsafe(
              () -> {
                Promise<String> promise = loop.createPromise();
                promise.addDoneCallback(done -> trail.add("done callback: " + where()));
                loop.callSoon(() -> {
                  trail.add("callback: " + where());
                  promise.setResult("");
                });
                trail.add("before: " + where());
                promise.await();
                loop.callSoon(() -> trail.add("callback: " + where()));
                sleep(ZERO).await();
                trail.add("after: " + where());
                return null;
              },
              loop)
          .get();
      loop.close();
    }

    String coroutine = mounted() ? "host" : "virtual";
    trail.assertIs(
        "before: " + coroutine,
        "callback: host",
        "done callback: host",
        "callback: host",
        "after: " + coroutine);
  }

  @Test
  void onAPoolTurnsDoNotOverlapAndEachSeesWhatTheOneBeforeHasWritten() throws Exception {
    int threads = 4;
    int each = 2_000;
    AtomicBoolean busy = new AtomicBoolean();
    int[] count = {0};
    List<String> overlaps = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads, named("pool"));
        ExecutorService callers = Executors.newFixedThreadPool(threads)) {
      EventLoop loop = guestOf(Hosts.of(pool), LoopConfig.DEFAULT.withEngine(EngineKind.HANDOFF));
      CyclicBarrier together = new CyclicBarrier(threads);
      CountDownLatch all = new CountDownLatch(threads * each);
      Runnable increment =
          () -> {
            if (!busy.compareAndSet(false, true)) {
              overlaps.add("two at a time");
            }
            count[0]++;
            busy.set(false);
            all.countDown();
          };
      for (int i = 0; i < threads; i++) {
        var unused =
            callers.submit(() -> {
              together.await();
              for (int k = 0; k < each; k++) {
                if (k % 2 == 0) {
                  loop.callSoonThreadsafe(increment);
                } else {
                  runCoroutineThreadsafe(
                      () -> {
                        sleep(ZERO).await();
                        increment.run();
                        return null;
                      },
                      loop);
                }
              }
              return null;
            });
      }
      assertThat(all.await(50, SECONDS)).isTrue();
      loop.close();
    }

    assertThat(count[0]).isEqualTo(threads * each);
    assertThat(overlaps).isEmpty();
    assertThat(reports).isEmpty();
  }

  @Test
  void timersGoOffOnAnExecutorWithoutATimerAndOnOneThatHasIt() throws Exception {
    try (ExecutorService plain = Executors.newSingleThreadExecutor(named("plain"));
        ScheduledExecutorService scheduled =
            Executors.newSingleThreadScheduledExecutor(named("scheduled"))) {
      for (ExecutorService executor : List.of(plain, scheduled)) {
        EventLoop loop = guestOf(Hosts.of(executor));
        runCoroutineThreadsafe(
                () -> {
                  sleep(ofMillis(1)).await();
                  Promise<@Nullable Void> told = loop.createPromise();
                  loop.callLater(
                      ofMillis(1),
                      () -> {
                        trail.add("timer: " + where());
                        told.setResult(null);
                      });
                  return told.await();
                },
                loop)
            .get();
        loop.close();
      }
    }

    trail.assertIs("timer: plain", "timer: scheduled");
  }

  // ---- hosts that end

  @Test
  void aHostThatRefusesATurnFromElsewhereClosesTheLoopAndTellsItsTasks() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(named("host"));
    EventLoop loop = guestOf(Hosts.of(executor));
    CountDownLatch asleep = new CountDownLatch(1);
    CompletableFuture<@Nullable Void> waiting =
        runCoroutineThreadsafe(
            () -> {
              try {
                asleep.countDown();
                sleep(ofHours(1)).await();
                return null;
              } finally {
                trail.add("unwound");
              }
            },
            loop);
    asleep.await();
    executor.shutdown();
    executor.awaitTermination(10, SECONDS);
    CompletableFuture<String> late = runCoroutineThreadsafe(() -> "never", loop);

    assertThatThrownBy(waiting::get).hasMessageContaining("closed");
    assertThatThrownBy(late::get).hasMessageContaining("closed");
    trail.assertIs("unwound");
    assertThat(reports.get(0))
        .contains("refuses to run its guest")
        .contains(RejectedExecutionException.class.getName());
  }

  @Test
  void aHostThatRefusesTheNextTurnHasTheTasksUnwoundOnItsOwnThread() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(named("host"));
    EventLoop loop = guestOf(Hosts.of(executor));
    CompletableFuture<@Nullable Void> running =
        runCoroutineThreadsafe(
            () -> {
              try {
                executor.shutdown();
                sleep(ZERO).await();
                return null;
              } finally {
                trail.add("unwound: " + where());
              }
            },
            loop);

    assertThatThrownBy(running::get).hasMessageContaining("closed");
    assertThat(executor.awaitTermination(10, SECONDS)).isTrue();
    trail.assertIs("unwound: " + (mounted() ? "host" : "virtual"));
    assertThat(loop.isClosed()).isTrue();
  }

  @Test
  void closingFromAnotherThreadUnwindsOnTheHostsThreadAndWaitsForIt() throws Exception {
    try (ExecutorService executor = Executors.newSingleThreadExecutor(named("host"))) {
      EventLoop loop = guestOf(Hosts.of(executor));
      CountDownLatch asleep = new CountDownLatch(1);
      runCoroutineThreadsafe(
          () -> {
            try {
              asleep.countDown();
              sleep(ofHours(1)).await();
              return null;
            } finally {
              trail.add("unwound: " + where());
            }
          },
          loop);
      asleep.await();
      loop.close();

      trail.assertIs("unwound: " + (mounted() ? "host" : "virtual"));
      assertThat(loop.isClosed()).isTrue();
      assertThat(reports).containsExactly("Task was destroyed but it is pending!: null");
    }
  }

  @Test
  void closingOnTheHostsThreadDoesNotWaitForItself() throws Exception {
    try (ExecutorService executor = Executors.newSingleThreadExecutor(named("host"))) {
      EventLoop loop = guestOf(Hosts.of(executor));
      runCoroutineThreadsafe(() -> sleep(ZERO).await(), loop).get();
      executor.submit(loop::close).get();

      assertThat(loop.isClosed()).isTrue();
    }
  }

  @Test
  void whoLosesPatienceWithAHostThatDropsTurnsClosesTheLoopHimself() throws Exception {
    try (ExecutorService executor = Executors.newSingleThreadExecutor(named("host"))) {
      AtomicBoolean dropping = new AtomicBoolean();
      EventLoop loop =
          guestOf(turn -> {
            if (!dropping.get()) {
              executor.execute(turn);
            }
          });
      runCoroutineThreadsafe(() -> sleep(ZERO).await(), loop).get();
      // The turn that completed the future has ended when the executor is free.
      executor.submit(() -> {}).get();
      dropping.set(true);
      Thread.currentThread().interrupt();
      loop.close();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(loop.isClosed()).isTrue();
    }
  }

  // ---- a confined thread

  @Test
  void onSwingsEventQueueListenersUseTheLoop() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    EventLoop loop = guestOf(Hosts.swing());
    // Nobody has used the loop so far; from now on only the event dispatch thread may.
    EventQueue.invokeAndWait(() -> {
      var task =
          loop.createTask(() -> {
            trail.add("coroutine on the queue: " + EventQueue.isDispatchThread());
            sleep(ofMillis(1)).await();
            trail.add("again: " + EventQueue.isDispatchThread());
            return "clicked";
          });
      task.addDoneCallback(done -> {
        trail.add("callback on the queue: " + EventQueue.isDispatchThread());
        try {
          result.complete(done.result());
        } catch (Exception failure) {
          result.completeExceptionally(failure);
        }
      });
    });

    assertThat(result.get()).isEqualTo("clicked");
    EventQueue.invokeAndWait(loop::close);
    assertThat(loop.isClosed()).isTrue();
    trail.assertIs(
        "coroutine on the queue: " + mounted(),
        "again: " + mounted(),
        "callback on the queue: true");
  }

  @Test
  void waitingOnAConfinedThreadForItsOwnGuestIsRefused() throws Exception {
    EventLoop loop = guestOf(Hosts.swing());
    CompletableFuture<@Nullable Void> sleeping =
        runCoroutineThreadsafe(() -> sleep(ofHours(1)).await(), loop);
    EventQueue.invokeAndWait(() -> {
      assertThatThrownBy(sleeping::join).hasMessageContaining("guest of Swing");
      assertThatThrownBy(sleeping::get).hasMessageContaining("guest of Swing");
      assertThatThrownBy(() -> sleeping.get(1, SECONDS)).hasMessageContaining("guest of Swing");
    });
    loop.close();
  }

  // ---- virtual threads

  @Test
  @DisabledIfSystemProperty(named = EngineKind.PROPERTY, matches = "mounted")
  void theHandoffEngineRunsOnVirtualThreads() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      EventLoop loop = guestOf(Hosts.of(executor));
      assertThat(
              runCoroutineThreadsafe(
                      () -> {
                        sleep(ofMillis(1)).await();
                        return where();
                      },
                      loop)
                  .get())
          .isEqualTo("virtual");
      loop.close();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = EngineKind.PROPERTY, matches = "mounted")
  void theMountedEngineSaysThatItCannotRunOnVirtualThreadsAndClosesTheLoop() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      EventLoop loop = guestOf(Hosts.of(executor));
      CompletableFuture<String> result = runCoroutineThreadsafe(() -> "never", loop);

      assertThatThrownBy(result::get).hasMessageContaining("closed");
      assertThat(reports.get(0))
          .contains("refuses to run its guest")
          .contains("not on a virtual one")
          .contains("-Dinterloop.engine=handoff");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = EngineKind.PROPERTY, matches = "mounted")
  void theMountedEngineSaysThatItCannotMoveToAnotherThreadAndClosesTheLoop() throws Exception {
    try (ExecutorService first = Executors.newSingleThreadExecutor(named("first"));
        ExecutorService second = Executors.newSingleThreadExecutor(named("second"))) {
      AtomicReference<ExecutorService> executor = new AtomicReference<>(first);
      EventLoop loop = guestOf(turn -> executor.get().execute(turn));
      CompletableFuture<@Nullable Void> result =
          runCoroutineThreadsafe(
              () -> {
                executor.set(second);
                return sleep(ZERO).await();
              },
              loop);

      assertThatThrownBy(result::get).hasMessageContaining("closed");
      assertThat(reports.get(0))
          .contains("refuses to run its guest")
          .contains("suspended on Thread[")
          .contains("-Dinterloop.engine=handoff");
    }
  }

  // ---- monitors

  @Test
  void aHostMayHoldAMonitorAroundATurn() throws Exception {
    // A stack that is a continuation must not take the host's monitors along when it yields. Where
    // it does, compiled code breaks: hence the number.
    Object monitor = new Object();
    try (ExecutorService executor = Executors.newSingleThreadExecutor(named("host"))) {
      Host host =
          turn ->
              executor.execute(() -> {
                synchronized (monitor) {
                  turn.run();
                }
                if (Thread.holdsLock(monitor)) {
                  reports.add("still held");
                }
              });
      EventLoop loop = guestOf(host);
      for (int i = 0; i < 2_000; i++) {
        runCoroutineThreadsafe(
                () -> {
                  for (int k = 0; k < 10; k++) {
                    sleep(ZERO).await();
                  }
                  return null;
                },
                loop)
            .get();
      }
      loop.close();
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void aCallbackMayHoldAMonitorWhileItStartsATaskEagerly() throws Exception {
    Object monitor = new Object();
    run(() -> {
      EventLoop loop = getRunningLoop();
      for (int i = 0; i < 20_000; i++) {
        Promise<@Nullable Void> promise = loop.createPromise();
        loop.callSoon(() -> {
          synchronized (monitor) {
            loop.createTask(
                TaskOptions.DEFAULT.eager(),
                () -> {
                  sleep(ZERO).await();
                  promise.setResult(null);
                });
          }
          if (Thread.holdsLock(monitor)) {
            reports.add("still held");
          }
        });
        promise.await();
      }
    });
    assertThat(reports).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = EngineKind.PROPERTY, matches = "mounted")
  void aMountedGuestWithinAnotherLoopsCodeIsRefused() throws Exception {
    List<String> told = new ArrayList<>();
    run(() -> {
      EventLoop loop = getRunningLoop();
      Promise<@Nullable Void> closed = loop.createPromise();
      EventLoop guest = guestOf(loop::callSoonThreadsafe);
      guest.setExceptionHandler((where, report) -> {
        told.add(report.message() + ": " + report.exception());
        if (!closed.done()) {
          closed.setResult(null);
        }
      });
      guest.createTask(() -> sleep(ZERO).await());
      closed.await();
      sleep(ZERO).await();
      assertThat(guest.isClosed()).isTrue();
    });

    assertThat(told.get(0)).contains("refuses").contains("not within the code of EventLoop(");
  }
}
