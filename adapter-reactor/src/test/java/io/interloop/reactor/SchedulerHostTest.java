// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.reactor.ReactorAdapter.host;

import io.interloop.spi.Host;
import io.interloop.testkit.HostContract;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Guest loops on Reactor's schedulers. */
final class SchedulerHostTest {
  @Nested
  final class OnParallel extends HostContract {
    private final Scheduler scheduler = Schedulers.newParallel(3, hostThreads());

    @Override
    protected Host newHost() {
      return host(scheduler);
    }

    @Override
    protected void shutHostDown() {
      scheduler.dispose();
    }
  }

  @Nested
  final class OnAWorkerOfBoundedElastic extends HostContract {
    private final Scheduler scheduler = Schedulers.newBoundedElastic(2, 10_000, hostThreads(), 10);
    private final Scheduler.Worker worker = scheduler.createWorker();

    @Override
    protected Host newHost() {
      return host(worker);
    }

    @Override
    protected void shutHostDown() {
      worker.dispose();
      scheduler.dispose();
    }
  }

  @Nested
  final class OnAnExecutorWithoutTime extends HostContract {
    private final ExecutorService executor = Executors.newFixedThreadPool(4, hostThreads());
    private final Scheduler scheduler = Schedulers.fromExecutor(task -> executor.execute(task));

    @Override
    protected Host newHost() {
      return host(scheduler);
    }

    @Override
    protected void shutHostDown() {
      scheduler.dispose();
      executor.shutdown();
    }
  }
}
