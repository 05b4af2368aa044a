// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.benchmarks.EventLoops.Work;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Callbacks each of which schedules the next. */
final class Callbacks {
  private Callbacks() {}

  static Stream<Row> rows(Scale scale) {
    return IntStream.of(1, 1_000)
        .mapToObj(nominal -> {
          int chains = scale.of(nominal);
          int hops = scale.of(1_000_000 / nominal);
          Work work = (loop, result) -> new Chains(loop::soon, result).start(chains, hops);
          return Row.timed("callback/" + nominal, String.format("call_soon, %,d chain(s)", nominal))
              .operations((long) chains * hops)
              .interloop(() -> interloop(chains, hops))
              .peer(Peer.NETTY, EventLoops.netty(work))
              .peer(Peer.VERTX, EventLoops.vertx(work))
              .peer(Peer.EXECUTOR, EventLoops.executor(work))
              .python("chaining", chains, hops);
        })
        .map(row -> row.quick().build());
  }

  private static long interloop(int chains, int hops) throws Exception {
    EventLoop loop = EventLoop.running();
    Promise<Long> result = loop.createPromise();
    new Chains(loop::callSoon, result::setResult).start(chains, hops);
    return result.await();
  }

  /** Counts the hops of all chains. */
  private static final class Chains {
    private final Consumer<Runnable> soon;
    private final LongConsumer result;
    private long hops;
    private int running;

    Chains(Consumer<Runnable> soon, LongConsumer result) {
      this.soon = soon;
      this.result = result;
    }

    void start(int chains, int hopsEach) {
      running = chains;
      for (int i = 0; i < chains; i++) {
        soon.accept(new Chain(hopsEach));
      }
    }

    private final class Chain implements Runnable {
      private int left;

      Chain(int hops) {
        left = hops;
      }

      @Override
      public void run() {
        hops++;
        if (--left > 0) {
          soon.accept(this);
        } else if (--running == 0) {
          result.accept(hops);
        }
      }
    }
  }
}
