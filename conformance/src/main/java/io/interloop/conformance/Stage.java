// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.spi.Host;
import io.interloop.testkit.VirtualClock;
import io.interloop.testkit.VirtualHost;
import java.time.Duration;

/** A new loop under virtual time, and how it is run: by itself, or by a host. */
interface Stage {

  EventLoop loop();

  /**
   * Runs the loop until a task is done, and to the end of the tick that hears of it; returns false
   * if the task never will be.
   */
  boolean runUntilDone(Task<?> task);

  /** Closes the loop, in the thread that has run it. */
  void close();

  /** A loop that has a thread to itself: the caller's. */
  static Stage alone(LoopConfig config) {
    EventLoop loop = Asyncio.newEventLoop(config.withBackend(new VirtualClock(Duration.ZERO)));
    return new Alone(loop);
  }

  /** A guest of a host with virtual time, which has its turns run on another host's threads. */
  static Stage guestOf(Host carrier, LoopConfig config) {
    VirtualHost host = new VirtualHost(carrier);
    return new Guest(Asyncio.newGuestLoop(host, config), host);
  }

  record Alone(EventLoop loop) implements Stage {
    @Override
    public boolean runUntilDone(Task<?> task) {
      try {
        loop.runUntilComplete(task);
      } catch (VirtualClock.Deadlock deadlock) {
        return false;
      } catch (Throwable outcome) {
        if (!task.done()) {
          throw new AssertionError("the loop has broken", outcome);
        }
      }
      return true;
    }

    @Override
    public void close() {
      loop.close();
    }
  }

  record Guest(EventLoop loop, VirtualHost host) implements Stage {
    @Override
    public boolean runUntilDone(Task<?> task) {
      // A turn is a tick, as long as there are not hundreds of callbacks in it.
      task.addDoneCallback(done -> host.stop());
      host.run();
      return task.done();
    }

    @Override
    public void close() {
      host.execute(loop::close);
      host.run();
    }
  }
}
