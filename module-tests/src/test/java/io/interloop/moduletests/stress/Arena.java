// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests.stress;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.LoopThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A loop on a thread of its own, two threads that fight over what it does, and the score. */
final class Arena implements AutoCloseable {
  static final int ROUNDS = Integer.getInteger("interloop.stress.rounds", 100_000);
  private static final int BATCH = 500;
  private static final long SEED = Long.getLong("interloop.stress.seed", 1);

  /** One round: two actions, each for a thread of its own. */
  record Round(Runnable first, Runnable second) {}

  private final LoopThread thread = new LoopThread();
  private final Duel duel = new Duel(SEED);
  private boolean swapped;

  /** Values that arrived where they were awaited. */
  final AtomicInteger delivered = new AtomicInteger();

  /** Values handed to the discard hook. */
  final AtomicInteger discarded = new AtomicInteger();

  /** Values that their source could not give away, as it knew of the cancellation. */
  final AtomicInteger refused = new AtomicInteger();

  /** What went to the loop's exception handler. */
  final AtomicInteger reported = new AtomicInteger();

  /** Counts what is discarded. */
  final ConversionOptions options =
      ConversionOptions.DEFAULT.withOnDiscard(value -> discarded.incrementAndGet());

  Arena() {
    loop().setExceptionHandler((where, report) -> reported.incrementAndGet());
  }

  EventLoop loop() {
    return thread.loop();
  }

  /**
   * Runs all rounds.
   *
   * @param prepare makes the next round; called on the loop, and given some ticks
   */
  void run(Callable<Round> prepare) {
    for (int fought = 0; fought < ROUNDS; fought += BATCH) {
      List<Round> batch =
          thread.call(() -> {
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
              rounds.add(prepare.call());
            }
            return rounds;
          });
      settle();
      batch.forEach(this::fight);
      settle();
    }
  }

  /** The threads take turns, as one of the two tends to be ahead. */
  private void fight(Round round) {
    swapped = !swapped;
    if (swapped) {
      duel.round(round.second(), round.first());
    } else {
      duel.round(round.first(), round.second());
    }
  }

  /** Has the loop do what it was asked to, and what follows from that. */
  void settle() {
    for (int tick = 0; tick < 8; tick++) {
      thread.call(() -> null);
    }
  }

  /** Fails unless every value went one way, and both ways were gone. */
  void assertNothingIsLost() {
    String score = toString();
    if (delivered.get() + discarded.get() + refused.get() != ROUNDS) {
      throw new AssertionError("a value is lost or doubled: " + score);
    }
    if (delivered.get() == 0 || delivered.get() == ROUNDS) {
      throw new AssertionError("there was no race: " + score);
    }
    System.out.println(score);
  }

  @Override
  public String toString() {
    return ROUNDS
        + " rounds: delivered "
        + delivered
        + ", discarded "
        + discarded
        + ", refused "
        + refused
        + ", reported "
        + reported;
  }

  @Override
  public void close() {
    duel.close();
    thread.close();
  }
}
