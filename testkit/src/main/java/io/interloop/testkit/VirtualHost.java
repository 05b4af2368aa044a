// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import io.interloop.spi.Host;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A host with virtual time: it runs turns, and lets time jump to the next alarm when there is none,
 * but only while the test is in {@link #run()}. So a test of a guest loop takes no time, and always
 * takes the same course.
 *
 * <p>The turns run in the test's thread, or are carried to the threads of another host, one after
 * the other. The thread that created this host may use its guests between two runs, as the code of
 * a host with a confined thread may.
 */
public final class VirtualHost implements Host {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration FAR = Duration.ofNanos(Long.MAX_VALUE);

  private record Alarm(long deadline, long number, Runnable action) {}

  private final @Nullable Host carrier;
  private final Thread owner = Thread.currentThread();

  /** Guarded by the monitor, as are the fields below. */
  private final ArrayDeque<Runnable> asked = new ArrayDeque<>();

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong(Alarm::deadline).thenComparingLong(Alarm::number));

  private long now;
  private long alarmsSet;
  private int turns;
  private int outsideWork;
  private boolean stopped;

  /** Who runs the turn on the carrier: the one thread where turns run now. */
  private volatile @Nullable Thread carrying;

  /** Creates a host that runs turns in the thread that calls {@link #run()}. */
  public VirtualHost() {
    carrier = null;
  }

  /**
   * Creates a host whose turns run on another host.
   *
   * @param carrier runs the turns; its time does not count
   */
  public VirtualHost(Host carrier) {
    this.carrier = carrier;
  }

  /**
   * Runs turns and alarms until there are none, nor any work outside, or until {@link #stop()}.
   *
   * @throws AssertionError if the work outside takes more than ten seconds of real time, or a turn
   *     does on a carrier
   */
  public void run() {
    runUntil(() -> false, /* waiting= */ false);
  }

  /**
   * As {@link #run()}, until something is so; waits for other threads to bring that about. It is
   * looked at after each turn, and whenever another thread has asked for one.
   *
   * @param done what to wait for
   * @throws AssertionError if nobody asks for a turn within ten seconds of real time
   */
  public void runUntil(BooleanSupplier done) {
    runUntil(done, /* waiting= */ true);
  }

  private void runUntil(BooleanSupplier done, boolean waiting) {
    while (!done.getAsBoolean()) {
      Runnable next = next(waiting);
      if (next == null) {
        return;
      }
      next.run();
    }
  }

  /** Returns what is to run next, waiting for it if need be; null if there is nothing. */
  private synchronized @Nullable Runnable next(boolean waiting) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      if (stopped) {
        stopped = false;
        return null;
      }
      Runnable turn = asked.poll();
      if (turn != null) {
        turns++;
        return carrier == null ? turn : () -> carry(carrier, turn);
      }
      if (outsideWork == 0) {
        Alarm alarm = alarms.poll();
        if (alarm != null) {
          now = Math.max(now, alarm.deadline);
          return alarm.action;
        }
        if (!waiting) {
          return null;
        }
      }
      waitForOthers(giveUp);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // next() loops
  private void waitForOthers(long giveUp) {
    long left = giveUp - System.nanoTime();
    if (left <= 0) {
      throw new AssertionError("nobody asked for a turn within " + PATIENCE + " of real time");
    }
    try {
      // A millisecond more, as wait() counts in whole ones and 0 means for ever.
      wait(left / 1_000_000 + 1);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while waiting for other threads", interrupted);
    }
  }

  /** Runs a turn on a carrier, waits for its end, and throws what it threw. */
  private void carry(Host carrier, Runnable turn) {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    carrier.execute(() -> {
      carrying = Thread.currentThread();
      try {
        turn.run();
      } catch (Throwable failure) {
        thrown.set(failure);
      } finally {
        carrying = null;
        ended.countDown();
      }
    });
    try {
      if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("a turn on " + carrier.name() + " has not ended in " + PATIENCE);
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while a turn ran", interrupted);
    }
    Throwable failure = thrown.get();
    if (failure != null) {
      throw Sneaky.asIs(failure);
    }
  }

  /** Ends the current {@link #run()}, or the next, after the turn that is running. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Returns how many turns were run so far. */
  public synchronized int turns() {
    return turns;
  }

  /** Returns how many alarms are set. */
  public synchronized int alarms() {
    return alarms.size();
  }

  /** Returns how much virtual time has passed. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }

  // ---- being a host

  @Override
  public synchronized void execute(Runnable turn) {
    asked.add(turn);
    notifyAll();
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable action) {
    Alarm alarm = new Alarm(deadline(delay), alarmsSet++, action);
    alarms.add(alarm);
    notifyAll();
    return () -> cancel(alarm);
  }

  private long deadline(Duration delay) {
    Duration deadline = Duration.ofNanos(now).plus(delay);
    return deadline.compareTo(FAR) < 0 ? deadline.toNanos() : Long.MAX_VALUE;
  }

  private synchronized void cancel(Alarm alarm) {
    alarms.remove(alarm);
  }

  @Override
  public boolean isCurrent() {
    Thread here = Thread.currentThread();
    return here == owner || here == carrying;
  }

  @Override
  public boolean isSingleThreaded() {
    return carrier == null || carrier.isSingleThreaded();
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void outsideWorkStarted() {
    outsideWork++;
  }

  @Override
  public synchronized void outsideWorkEnded() {
    outsideWork--;
    notifyAll();
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "VirtualHost(" + elapsed() + (carrier == null ? "" : ", on " + carrier.name()) + ")";
  }
}
