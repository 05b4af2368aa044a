// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.ExceptionContext;
import io.interloop.spi.Backend;
import io.interloop.spi.Host;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a guest loop gets its turns of its host.
 *
 * <pre>
 *   IDLE ──ask──▶ ASKED ──the host runs it──▶ IN_TURN ──▶ IDLE
 *     └─────────────┴──────────claim─────────▶ IN_TURN ──▶ CLOSED
 * </pre>
 *
 * <p>Whoever sets IN_TURN owns the loop until he sets something else. So turns cannot overlap on a
 * host with several threads, nor can one begin within another; and since all go through this field,
 * each sees what the one before has written.
 *
 * <p>Nothing is asked for during a turn. Its end looks for what has come meanwhile, after it has
 * set IDLE: those who bring something put it in first and then look at the state, so that one of
 * the two sees the other.
 */
final class GuestTurns implements Backend {
  private static final long PATIENCE_SECONDS = 10;

  private enum State {
    IDLE,
    ASKED,
    IN_TURN,
    CLOSED
  }

  private final CoreLoop loop;
  private final Host host;
  private final long origin;
  private final Runnable turn = this::turn;

  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** Set once, by whoever asks for the first turn. */
  private volatile boolean started;

  /** Who runs the turn, or ran the last one. Written by the owner. */
  private volatile @Nullable Thread lastThread;

  /**
   * Who is in {@link Host#execute}: a turn that runs there and then would run inside the caller.
   */
  private volatile @Nullable Thread asking;

  /** Owner only. */
  private @Nullable Alarm alarm;

  /** Set by who wants the loop closed by the host. */
  private volatile boolean closeAsked;

  private final CountDownLatch closed = new CountDownLatch(1);

  GuestTurns(CoreLoop loop, Host host) {
    this.loop = loop;
    this.host = host;
    this.origin = host.nanoTime();
  }

  // ---- asking

  /** Asks for a turn, unless one is under way. Any thread may call it. */
  void ask() {
    if (!state.compareAndSet(State.IDLE, State.ASKED)) {
      return;
    }
    started = true;
    Thread here = Thread.currentThread();
    asking = here;
    try {
      host.execute(turn);
    } catch (Throwable refusal) {
      if (!claim()) {
        throw refusal;
      }
      refused(refusal);
    } finally {
      if (asking == here) {
        asking = null;
      }
    }
  }

  /** The deadline that the host was told of. */
  private final class Alarm implements Runnable {
    final long deadline;
    private volatile boolean rung;
    private Host.@Nullable Timer timer;

    Alarm(long deadline) {
      this.deadline = deadline;
    }

    void set() {
      timer = host.schedule(Duration.ofNanos(Math.max(deadline - nanoTime(), 1)), this);
    }

    @Override
    public void run() {
      rung = true;
      ask();
    }

    void cancel() {
      if (timer != null && !rung) {
        timer.cancel();
      }
    }
  }

  // ---- a turn

  private void turn() {
    Thread here = Thread.currentThread();
    if (asking == here) {
      throw new IllegalStateException(
          "the host "
              + host.name()
              + " runs turns inside execute(): it has to run them later, on a thread of its own");
    }
    if (!state.compareAndSet(State.ASKED, State.IN_TURN)) {
      // Closed meanwhile; or the host runs a turn twice, or within another one.
      return;
    }
    lastThread = here;
    if (closeAsked) {
      close();
      return;
    }
    IllegalStateException unfit = loop.engine.unfitFor(here);
    if (unfit != null) {
      refused(unfit);
      return;
    }
    try {
      loop.runTurn();
    } finally {
      endTurn();
    }
  }

  private void endTurn() {
    long deadline = loop.ticks.nextDeadline();
    boolean more = loop.ticks.hasReady() || deadline <= nanoTime();
    if (!more) {
      try {
        setAlarm(deadline);
      } catch (Throwable refusal) {
        refused(refusal);
        return;
      }
    }
    Alarm set = alarm;
    state.set(State.IDLE);
    if (more || loop.ticks.hasMail() || closeAsked || (set != null && set.rung)) {
      ask();
    }
  }

  private void setAlarm(long deadline) {
    Alarm old = alarm;
    if (old != null && !old.rung && old.deadline == deadline) {
      return;
    }
    cancelAlarm();
    if (deadline != FOREVER) {
      Alarm next = new Alarm(deadline);
      next.set();
      alarm = next;
    }
  }

  private void cancelAlarm() {
    Alarm old = alarm;
    if (old != null) {
      alarm = null;
      old.cancel();
    }
  }

  // ---- closing

  /** Becomes the owner if nobody is. */
  private boolean claim() {
    return state.compareAndSet(State.IDLE, State.IN_TURN)
        || state.compareAndSet(State.ASKED, State.IN_TURN);
  }

  /** Closes the loop, which the caller owns. */
  private void close() {
    Thread here = Thread.currentThread();
    if (!here.isVirtual() || loop.engine.unfitFor(here) == null) {
      closeHere();
      return;
    }
    Thread closer = startCloser();
    boolean interrupted = false;
    while (closer.isAlive()) {
      try {
        closer.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread startCloser() {
    return Thread.ofPlatform().name(loop.name() + "-closer").start(this::closeHere);
  }

  private void closeHere() {
    try {
      cancelAlarm();
      loop.closeNow();
    } finally {
      state.set(State.CLOSED);
      closed.countDown();
    }
  }

  /**
   * The host takes nothing any more, so nothing would ever run again. The caller owns the loop.
   * Cleanup runs on the host's thread if this is it; a thread that merely brought something must
   * not find itself running it.
   */
  private void refused(Throwable refusal) {
    loop.callExceptionHandler(
        new ExceptionContext(
            "the host " + host.name() + " refuses to run its guest " + loop + ", which closes",
            refusal));
    if (isHostThread()) {
      close();
    } else {
      var unused = startCloser();
    }
  }

  private boolean isHostThread() {
    return lastThread == Thread.currentThread() || host.isCurrent();
  }

  /** As {@link CoreLoop#close()}. */
  void closeFromOutside() {
    if (loop.isCurrent()) {
      throw new IllegalStateException(
          "Cannot close a guest loop within its own turn: have its host do it, after the turn, with"
              + " host.execute(loop::close)");
    }
    boolean direct = !started || isHostThread();
    if (direct && claim()) {
      close();
      return;
    }
    closeAsked = true;
    ask();
    awaitClosed();
  }

  private void awaitClosed() {
    try {
      while (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        if (claim()) {
          // The host does not come to it: it is busy with something else, or has dropped the turn.
          close();
          return;
        }
      }
    } catch (InterruptedException noMorePatience) {
      Thread.currentThread().interrupt();
      if (claim()) {
        close();
      }
    }
  }

  // ---- who may call

  /** Returns whether the caller may use the loop between two turns. */
  boolean mayVisit() {
    return !started || loop.isClosing() || host.isCurrent();
  }

  boolean isHostCurrent() {
    return host.isCurrent();
  }

  boolean isStarted() {
    return started;
  }

  IllegalStateException isRunByHost(String method) {
    return new IllegalStateException(
        method
            + "() is for a loop that has a thread to itself; this one is run by its host "
            + host.name()
            + ": create a task and let it be, wait for it from another thread with"
            + " runCoroutineThreadsafe(coroutine, loop).get(), and end the loop with close()");
  }

  String hostName() {
    return host.name();
  }

  // ---- the loop's door to time

  @Override
  public long nanoTime() {
    return host.nanoTime() - origin;
  }

  @Override
  public void poll(long nanos) {
    throw new AssertionError("a guest loop does not wait");
  }

  @Override
  public void wake() {
    ask();
  }

  @Override
  public void outsideWorkStarted() {
    host.outsideWorkStarted();
  }

  @Override
  public void outsideWorkEnded() {
    host.outsideWorkEnded();
  }
}
