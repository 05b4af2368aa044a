// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static java.util.Objects.requireNonNull;

import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Task;
import io.interloop.asyncio.Event;
import io.interloop.asyncio.Runner;

/** A loop in a thread of its own, beside Vert.x's. */
final class LoopThread {
  private final Runner runner = new Runner();
  private final EventLoop loop = runner.getLoop();
  private final Event closing = new Event();
  private final Thread thread = Thread.ofPlatform().name("loop").unstarted(this::run);

  EventLoop loop() {
    return loop;
  }

  void start() {
    thread.start();
  }

  /** Closing the runner cancels the tasks that are left, and waits for their cleanup. */
  private void run() {
    try (runner) {
      runner.run(() -> {
        requireNonNull(Task.current()).setName("main");
        closing.await();
      });
    } catch (Exception failure) {
      loop.callExceptionHandler(new ExceptionContext("the loop was stopped", failure));
    }
  }

  void close() throws InterruptedException {
    loop.callSoonThreadsafe(closing::set);
    thread.join();
  }
}
