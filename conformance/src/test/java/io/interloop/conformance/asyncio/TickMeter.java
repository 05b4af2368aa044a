// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import io.interloop.AsyncRunnable;
import io.interloop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Counts a loop's ticks, with a callback that schedules itself again in each. Started when nothing
 * else is ready, it runs first in every tick: 1 is read in the tick after the start.
 */
final class TickMeter {
  private final List<Integer> marks = new ArrayList<>();
  private int ticks;
  private boolean running;

  void start() {
    running = true;
    EventLoop.running().callSoon(this::tick);
  }

  private void tick() {
    if (running) {
      ticks++;
      EventLoop.running().callSoon(this::tick);
    }
  }

  /** Notes how many ticks have passed. */
  void mark() {
    marks.add(ticks);
  }

  void stop() {
    running = false;
  }

  /** Notes after how many ticks the code that awaits continues. */
  void measure(AsyncRunnable awaiting) throws Exception {
    start();
    awaiting.run();
    mark();
    stop();
  }

  @Override
  public String toString() {
    return marks.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
