// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The JVM's other event loops, as far as the rows about callbacks and timers ask of them. */
final class EventLoops {
  private EventLoops() {}

  /** A loop that runs callbacks, soon or later. A timer's handle is what {@code later} returns. */
  interface Loop {
    void soon(Runnable callback);

    Object later(long nanos, Runnable callback);

    void cancel(Object timer);
  }

  /** What a row does on a loop: gives its result to the consumer. */
  interface Work {
    void start(Loop loop, LongConsumer result);
  }

  static Body netty(Work work) {
    return new Body() {
      private @Nullable MultiThreadIoEventLoopGroup group;

      @Override
      public void open() {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      }

      @Override
      public long run() throws Exception {
        if (group == null) {
          throw new IllegalStateException("not open");
        }
        return on(new OnNetty(group.next()), work);
      }

      @Override
      public void close() throws Exception {
        if (group != null) {
          group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
      }
    };
  }

  static Body vertx(Work work) {
    return new Body() {
      private @Nullable Vertx vertx;

      @Override
      public void open() {
        vertx = Vertx.vertx();
      }

      @Override
      public long run() throws Exception {
        if (vertx == null) {
          throw new IllegalStateException("not open");
        }
        return on(new OnVertx(vertx, vertx.getOrCreateContext()), work);
      }

      @Override
      public void close() throws Exception {
        if (vertx != null) {
          vertx.close().toCompletionStage().toCompletableFuture().get();
        }
      }
    };
  }

  static Body executor(Work work) {
    return new Body() {
      private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

      @Override
      public void open() {
        // Otherwise a cancelled timer stays until its time, which no server could afford.
        executor.setRemoveOnCancelPolicy(true);
      }

      @Override
      public long run() throws Exception {
        return on(new OnExecutor(executor), work);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }

  /** All work happens on the loop's own thread, where it costs the least. */
  private static long on(Loop loop, Work work) throws Exception {
    CompletableFuture<Long> result = new CompletableFuture<>();
    loop.soon(() -> work.start(loop, result::complete));
    return result.get();
  }

  private record OnNetty(EventLoop loop) implements Loop {
    @Override
    public void soon(Runnable callback) {
      loop.execute(callback);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the timer's handle
    public Object later(long nanos, Runnable callback) {
      return loop.schedule(callback, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void cancel(Object timer) {
      ((Future<?>) timer).cancel(false);
    }
  }

  /** Its timers know milliseconds only. */
  private record OnVertx(Vertx vertx, Context context) implements Loop {
    @Override
    public void soon(Runnable callback) {
      context.runOnContext(nothing -> callback.run());
    }

    @Override
    public Object later(long nanos, Runnable callback) {
      return vertx.setTimer(Math.max(1, nanos / 1_000_000), id -> callback.run());
    }

    @Override
    public void cancel(Object timer) {
      vertx.cancelTimer((Long) timer);
    }
  }

  private record OnExecutor(ScheduledThreadPoolExecutor executor) implements Loop {
    @Override
    public void soon(Runnable callback) {
      executor.execute(callback);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the timer's handle
    public Object later(long nanos, Runnable callback) {
      return executor.schedule(callback, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void cancel(Object timer) {
      ((Future<?>) timer).cancel(false);
    }
  }
}
