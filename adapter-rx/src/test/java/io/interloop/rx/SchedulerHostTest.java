// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.rx.RxAdapter.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.spi.Host;
import io.interloop.testkit.HostContract;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guest loops on RxJava's schedulers. */
@ExtendWith(PluginHook.class)
final class SchedulerHostTest {
  @Nested
  final class OnAnExecutorsScheduler extends HostContract {
    private final ExecutorService executor = Executors.newFixedThreadPool(4, hostThreads());

    @Override
    protected Host newHost() {
      return host(Schedulers.from(executor));
    }

    @Override
    protected void shutHostDown() {
      executor.shutdown();
    }
  }

  @Nested
  final class OnAWorker extends HostContract {
    private final ExecutorService executor = Executors.newFixedThreadPool(4, hostThreads());
    private final Scheduler.Worker worker = Schedulers.from(executor).createWorker();

    @Override
    protected Host newHost() {
      return host(worker);
    }

    @Override
    protected void shutHostDown() {
      worker.dispose();
      executor.shutdown();
    }
  }

  @Nested
  final class OnAComputationWorker extends HostContract {
    private final Scheduler.Worker worker = Schedulers.computation().createWorker();

    @Override
    protected Host newHost() {
      return host(worker);
    }

    @Override
    protected boolean isOnHost() {
      return Thread.currentThread().getName().startsWith("RxComputation");
    }

    @Override
    protected void shutHostDown() {
      worker.dispose();
    }
  }

  @Test
  void aTestSchedulersTimeIsTheLoops() {
    TestScheduler scheduler = new TestScheduler();
    EventLoop loop = Asyncio.newGuestLoop(host(scheduler));
    Trail trail = new Trail();
    CompletableFuture<String> done =
        Asyncio.runCoroutineThreadsafe(
            () -> {
              trail.add("begins at " + loop.time().toSeconds());
              Asyncio.sleep(Duration.ofSeconds(5)).await();
              trail.add("slept until " + loop.time().toSeconds());
              awaitable(Single.timer(5, TimeUnit.SECONDS, scheduler)).await();
              trail.add("timer at " + loop.time().toSeconds());
              return "done";
            },
            loop);
    trail.add("nothing yet");
    scheduler.triggerActions();
    scheduler.advanceTimeBy(4, TimeUnit.SECONDS);
    trail.add("at 4");
    scheduler.advanceTimeBy(6, TimeUnit.SECONDS);
    trail.add("at 10");
    assertThat(done).isCompletedWithValue("done");
    loop.close();
    trail.assertIs("nothing yet", "begins at 0", "at 4", "slept until 5", "timer at 10", "at 10");
  }

  @Test
  void aSchedulerThatRunsWorkInsideTheCallIsRefused() {
    EventLoop loop = Asyncio.newGuestLoop(host(Schedulers.trampoline()));
    Trail trail = new Trail();
    loop.setExceptionHandler((where, report) -> trail.add(report.exception().getMessage()));
    assertThatThrownBy(
            () -> Asyncio.runCoroutineThreadsafe(() -> "value", loop).get(10, TimeUnit.SECONDS))
        .hasStackTraceContaining("Event loop is closed");
    assertThat(trail.entries())
        .singleElement()
        .asString()
        .startsWith("the host TrampolineScheduler runs turns inside execute()");
  }
}
