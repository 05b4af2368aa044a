// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.eagerTaskFactory;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;

import io.interloop.AsyncRunnable;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table of costs, as they are being collected. */
final class CostTable {

  private CostTable() {}

  /** Runs a construct and marks the ticks at which awaiting code goes on. */
  interface Measurement {
    void run(TickMeter meter) throws Exception;
  }

  /** A row of the table. */
  record Cost(String construct, String ticks, Measurement measurement) {
    @Override
    public String toString() {
      return construct;
    }
  }

  private static final List<Cost> COSTS = new ArrayList<>();

  static void row(String construct, String ticks, Measurement measurement) {
    COSTS.add(new Cost(construct, ticks, measurement));
  }

  /** A row about one task that awaits. */
  static void cost(String construct, int ticks, AsyncRunnable awaiting) {
    row(construct, String.valueOf(ticks), meter -> meter.measure(awaiting));
  }

  /** A row about one task that awaits, where every task starts eagerly. */
  static void eager(String construct, int ticks, AsyncRunnable awaiting) {
    row(
        "eager: " + construct,
        String.valueOf(ticks),
        meter -> {
          getRunningLoop().setTaskFactory(eagerTaskFactory());
          meter.measure(awaiting);
        });
  }

  /** A row about several tasks that wait, when one code wakes them. */
  static void wake(
      String construct, String ticks, int waiters, AsyncRunnable waiter, AsyncRunnable waking) {
    row(
        construct,
        ticks,
        meter -> {
          for (int i = 0; i < waiters; i++) {
            createTask(() -> {
              waiter.run();
              meter.mark();
            });
          }
          settle();
          meter.start();
          waking.run();
          settle();
          meter.stop();
        });
  }

  static void clear() {
    COSTS.clear();
  }

  static List<Cost> rows() {
    return List.copyOf(COSTS);
  }

  /** Lets what is ready come to its next wait. */
  static void settle() throws Exception {
    for (int i = 0; i < 6; i++) {
      sleep(ZERO).await();
    }
  }
}
