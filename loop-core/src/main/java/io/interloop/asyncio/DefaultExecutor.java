// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Promise;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a loop runs blocking code if the caller names no executor. */
final class DefaultExecutor {
  private static final Logger LOG = System.getLogger("io.interloop");
  private static final int MAX_THREADS =
      Math.min(32, Runtime.getRuntime().availableProcessors() + 4);

  private final CoreLoop loop;

  /** What the user set, if anything; it is the user's to shut down. */
  private @Nullable Executor replacement;

  /** Our own, made when it is first needed. */
  private @Nullable ExecutorService own;

  private boolean shutDown;

  DefaultExecutor(CoreLoop loop) {
    this.loop = loop;
  }

  Executor get() {
    if (shutDown) {
      throw new IllegalStateException("Executor shutdown has been called");
    }
    if (replacement != null) {
      return replacement;
    }
    if (own == null) {
      ThreadFactory threads =
          Thread.ofPlatform().daemon().name(loop.name() + "-executor-", 0).factory();
      own = Executors.newFixedThreadPool(MAX_THREADS, threads);
    }
    return own;
  }

  void replace(Executor executor) {
    replacement = executor;
  }

  /** Waits for the jobs in a thread of its own, so that the loop goes on meanwhile. */
  Awaitable<@Nullable Void> shutdown(@Nullable Duration timeout) {
    return () -> {
      shutDown = true;
      ExecutorService executor = own;
      if (executor == null) {
        return null;
      }
      Promise<Boolean> terminated = EventLoop.running().createPromise();
      executor.shutdown();
      loop.backend().outsideWorkStarted();
      Thread.ofVirtual()
          .name(loop.name() + "-executor-shutdown")
          .start(() -> awaitTermination(executor, timeout, terminated));
      if (!terminated.await()) {
        LOG.log(
            Level.WARNING,
            "the default executor did not finish its jobs within {0}; they are left running",
            timeout);
      }
      return null;
    };
  }

  private void awaitTermination(
      ExecutorService executor, @Nullable Duration timeout, Promise<Boolean> terminated) {
    boolean ended = false;
    try {
      long nanos = timeout == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(timeout);
      ended = executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      boolean result = ended;
      loop.callSoonThreadsafe(() -> Futures.setResultUnlessDone(terminated, result));
      loop.backend().outsideWorkEnded();
    }
  }

  /** Stops without waiting. */
  void close() {
    shutDown = true;
    if (own != null) {
      own.shutdown();
    }
  }
}
