// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A loop on the real clock that runs in a thread of its own: for tests that come from other threads
 * and take real time, as those of the Reactive Streams TCK and of a real server do. What it reports
 * is dropped: such tests cancel and fail where nobody looks.
 */
public final class LoopThread implements AutoCloseable {
  private final EventLoop loop = Asyncio.newEventLoop();
  private final Thread thread;

  /** Starts the loop. */
  public LoopThread() {
    loop.setExceptionHandler((where, report) -> {});
    thread = Thread.ofPlatform().name("loop").start(loop::runForever);
  }

  /** Returns the loop. */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Runs code in a callback of the loop and waits for its result.
   *
   * @param <T> the type of the result
   * @param code the code
   */
  @CanIgnoreReturnValue
  public <T> T call(Callable<T> code) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.callSoonThreadsafe(() -> {
      try {
        result.complete(code.call());
      } catch (Throwable failure) {
        result.completeExceptionally(failure);
      }
    });
    return result.join();
  }

  /** Stops the loop and closes it. */
  @Override
  public void close() {
    loop.callSoonThreadsafe(loop::stop);
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while the loop stopped", interrupted);
    }
    loop.close();
  }
}
