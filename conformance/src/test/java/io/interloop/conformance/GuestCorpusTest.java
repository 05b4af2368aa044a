// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import static io.interloop.conformance.CorpusTest.assertAllTheSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.asyncio.EngineKind;
import io.interloop.asyncio.Hosts;
import io.interloop.asyncio.LoopConfig;
import io.interloop.spi.Host;
import io.interloop.vertx.VertxAdapter;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario takes its course in a guest too, turn by turn on the threads of real hosts. */
class GuestCorpusTest {
  private static final boolean MOUNTED = "mounted".equals(System.getProperty(EngineKind.PROPERTY));
  private static final ExecutorService SINGLE = Executors.newSingleThreadExecutor();
  private static final ExecutorService POOL = Executors.newFixedThreadPool(3);
  private static final Vertx VERTX = Vertx.vertx();

  record Carrier(String name, Host host, EngineKind engine) {
    @Override
    public String toString() {
      return name + ", " + engine;
    }
  }

  /** Those with several threads are for the handoff engine alone, and Vert.x's also for speed. */
  private static List<Carrier> carriers() {
    VertxInternal vertx = (VertxInternal) VERTX;
    EngineKind engine = MOUNTED ? EngineKind.MOUNTED : EngineKind.HANDOFF;
    List<Carrier> carriers = new ArrayList<>();
    carriers.add(new Carrier("an executor", Hosts.of(SINGLE), engine));
    carriers.add(
        new Carrier(
            "a Vert.x event loop", VertxAdapter.host(vertx.createEventLoopContext()), engine));
    if (MOUNTED) {
      carriers.add(new Carrier("Swing", Hosts.swing(), engine));
    } else {
      carriers.add(new Carrier("a pool", Hosts.of(POOL), engine));
      carriers.add(
          new Carrier(
              "a Vert.x worker context",
              VertxAdapter.host(
                  vertx.contextBuilder().withThreadingModel(ThreadingModel.WORKER).build()),
              engine));
    }
    return carriers;
  }

  static List<Arguments> corpusOnEachCarrier() throws Exception {
    List<Arguments> all = new ArrayList<>();
    for (Carrier carrier : carriers()) {
      for (Path file : CorpusTest.corpus()) {
        all.add(Arguments.of(carrier, file));
      }
    }
    return all;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("corpusOnEachCarrier")
  void everyScenarioLeavesTheTraceThatItLeftInCPython(Carrier carrier, Path file) throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Host watched = new Watched(carrier.host(), threads);
    LoopConfig config = LoopConfig.DEFAULT.withEngine(carrier.engine());

    assertAllTheSame(file, () -> Stage.guestOf(watched, config));
    assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  /** Notes which threads run turns. */
  private record Watched(Host host, Set<Thread> threads) implements Host {
    @Override
    public void execute(Runnable turn) {
      host.execute(() -> {
        threads.add(Thread.currentThread());
        turn.run();
      });
    }

    @Override
    public boolean isSingleThreaded() {
      return host.isSingleThreaded();
    }

    @Override
    public boolean isCurrent() {
      return host.isCurrent();
    }
  }

  @AfterAll
  static void shutDown() throws Exception {
    SINGLE.shutdown();
    POOL.shutdown();
    VERTX.close().await();
  }
}
