// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;

/** A loop on the real clock that runs in a thread of its own, for the Reactive Streams TCK. */
final class LoopThread implements AutoCloseable {
  private final EventLoop loop = Asyncio.newEventLoop();
  private final Thread thread = Thread.ofPlatform().name("loop").start(loop::runForever);

  LoopThread() {
    // Tests cancel and fail where nobody looks; that is all the reports would say.
    loop.setExceptionHandler((where, report) -> {});
  }

  EventLoop loop() {
    return loop;
  }

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
