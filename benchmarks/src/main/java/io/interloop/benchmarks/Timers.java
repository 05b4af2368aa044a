// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static java.time.Duration.ofNanos;

import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.TimerHandle;
import io.interloop.benchmarks.EventLoops.Loop;
import io.interloop.benchmarks.EventLoops.Work;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** 100,000 timers, in no order, that fire or are cancelled. */
final class Timers {
  private static final long HOUR = 3_600_000_000_000L;

  /** Less than it takes to set them, so that nobody waits for the time to pass. */
  private static final long SPREAD = 1_000_000;

  private Timers() {}

  static Stream<Row> rows(Scale scale) {
    int timers = scale.of(100_000);
    Work firing = (loop, result) -> fire(loop, timers, result);
    Work cancelling = (loop, result) -> cancel(loop, timers, result);
    return Stream.of(
        Row.timed("timer/fired", "a timer set and fired, 100,000 at once")
            .operations(timers)
            .interloop(() -> interloop(firing))
            .peer(Peer.NETTY, EventLoops.netty(firing))
            .peer(Peer.VERTX, EventLoops.vertx(firing))
            .peer(Peer.EXECUTOR, EventLoops.executor(firing))
            .python("firing_timers", timers)
            .quick()
            .build(),
        Row.timed("timer/cancelled", "a timer set and cancelled, 100,000 at once")
            .operations(timers)
            .interloop(() -> interloop(cancelling))
            .peer(Peer.NETTY, EventLoops.netty(cancelling))
            .peer(Peer.VERTX, EventLoops.vertx(cancelling))
            .peer(Peer.EXECUTOR, EventLoops.executor(cancelling))
            .python("cancelling_timers", timers)
            .build());
  }

  private static long interloop(Work work) throws Exception {
    EventLoop loop = EventLoop.running();
    Promise<Long> done = loop.createPromise();
    work.start(new OnInterloop(loop), done::setResult);
    return done.await();
  }

  private record OnInterloop(EventLoop loop) implements Loop {
    @Override
    public void soon(Runnable callback) {
      loop.callSoon(callback);
    }

    @Override
    public Object later(long nanos, Runnable callback) {
      return loop.callLater(ofNanos(nanos), callback);
    }

    @Override
    public void cancel(Object timer) {
      ((TimerHandle) timer).cancel();
    }
  }

  private static void fire(Loop loop, int timers, LongConsumer result) {
    long[] fired = new long[1];
    Runnable count =
        () -> {
          if (++fired[0] == timers) {
            result.accept(timers);
          }
        };
    for (int i = 0; i < timers; i++) {
      Object unused = loop.later(scattered(i) % SPREAD, count);
    }
  }

  private static void cancel(Loop loop, int timers, LongConsumer result) {
    Runnable never =
        () -> {
          throw new AssertionError("a cancelled timer fired");
        };
    Object[] all = new Object[timers];
    for (int i = 0; i < timers; i++) {
      all[i] = loop.later(HOUR + scattered(i) % SPREAD, never);
    }
    for (Object timer : all) {
      loop.cancel(timer);
    }
    // Another turn, in which a loop may sweep out what was cancelled.
    loop.soon(() -> result.accept(timers));
  }

  /** Returns the i-th of a fixed series of numbers without an order. */
  private static long scattered(int i) {
    return (i * 0x9E3779B97F4A7C15L) >>> 20;
  }
}
