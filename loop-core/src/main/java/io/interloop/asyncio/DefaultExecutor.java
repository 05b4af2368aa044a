// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.Future;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a loop runs blocking code if the caller names no executor. */
final class DefaultExecutor {
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

  /**
   * Shuts down and waits for the jobs, all in a thread of its own: a pool takes locks to shut down,
   * and the loop is to go on meanwhile.
   */
  Awaitable<@Nullable Void> shutdown(@Nullable Duration timeout) {
    return () -> {
      shutDown = true;
      ExecutorService executor = own;
      if (executor == null) {
        return null;
      }
      Thread.Builder thread = Thread.ofVirtual().name(loop.name() + "-executor-shutdown");
      long nanos = timeout == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(timeout);
      Future<Boolean> terminated =
          ExecutorJob.submit(
              loop,
              thread::start,
              () -> {
                executor.shutdown();
                return executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
              });
      if (!terminated.await()) {
        LoopLog.warn(
            "the default executor did not finish its jobs within {0}; they are left running",
            timeout);
      }
      return null;
    };
  }

  /** Stops without waiting. */
  void close() {
    shutDown = true;
    if (own != null) {
      own.shutdown();
    }
  }
}
