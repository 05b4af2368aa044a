// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests.stress;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Two actions that begin at the same moment on two real threads, round after round.
 *
 * <p>Both threads are awake and meet at a barrier before each round, or one would have finished
 * before the other is scheduled. A random pause after the barrier, of some nanoseconds or some
 * microseconds, moves the two against each other.
 */
final class Duel implements AutoCloseable {
  private static final int SPINS_BEFORE_YIELD = 200;
  private static final int PAUSE_BITS = 12;

  private final Thread rival;

  /** What the rival does in this round. Written before {@link #round}. */
  private volatile Runnable action = () -> {};

  /** Raised by the caller: a round is to come. */
  private volatile int round;

  /** Set by the rival: it waits at the barrier of this round. */
  private volatile int ready;

  /** Set by the caller: the barrier of this round is open. */
  private volatile int open;

  /** Set by the rival: it has done its part of this round. */
  private volatile int done;

  private volatile boolean over;
  private volatile @Nullable Throwable thrown;

  private final SplittableRandom callersPauses;

  Duel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.callersPauses = random.split();
    SplittableRandom rivalsPauses = random.split();
    this.rival = Thread.ofPlatform().name("rival").start(() -> fight(rivalsPauses));
  }

  /** Runs two actions against each other, and returns when both have returned. */
  void round(Runnable callers, Runnable rivals) {
    int number = round + 1;
    action = rivals;
    round = number;
    for (int spins = 0; ready != number; spins++) {
      spin(spins);
    }
    open = number;
    pause(callersPauses);
    callers.run();
    for (int spins = 0; done != number; spins++) {
      spin(spins);
    }
    if (thrown != null) {
      throw new AssertionError("thrown into the rival", thrown);
    }
  }

  private void fight(SplittableRandom pauses) {
    int number = 0;
    while (true) {
      for (int spins = 0; round == number; spins++) {
        if (over) {
          return;
        }
        spin(spins);
      }
      number = round;
      Runnable rivals = action;
      ready = number;
      for (int spins = 0; open != number; spins++) {
        spin(spins);
      }
      pause(pauses);
      try {
        rivals.run();
      } catch (Throwable failure) {
        thrown = failure;
      }
      done = number;
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // there may be more threads than cores
  private static void spin(int spins) {
    if (spins < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  private static void pause(SplittableRandom random) {
    // As often short as long: what races may be some instructions away, or a turn of the loop.
    int longest = 1 << random.nextInt(PAUSE_BITS);
    for (int left = random.nextInt(longest); left > 0; left--) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      rival.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while the rival ended", interrupted);
    }
  }
}
