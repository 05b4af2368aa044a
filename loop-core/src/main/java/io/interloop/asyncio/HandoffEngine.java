// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The baton: loop code runs on whichever thread holds it, and exactly one does.
 *
 * <pre>
 *   root ──pass──▶ carrier A ──pass──▶ carrier B ─ … ─▶ root
 * </pre>
 *
 * <p>The thread that runs the loop is the root: it runs callbacks, never a coroutine, so that it
 * can always return. Coroutines run on carriers, which are virtual threads.
 *
 * <p>All fields belong to the holder of the baton.
 */
final class HandoffEngine extends StackEngine<Carrier> {
  private static final int POOL_LIMIT = 64;

  /** Who holds the baton between runs. */
  private static final Carrier NOBODY = new Carrier(null, null);

  /** The thread that runs the loop, while it does. */
  private Carrier root = NOBODY;

  /** Who holds the baton. Read by other threads too, to find out that they do not. */
  private volatile Carrier holder = NOBODY;

  /** Free carriers, the latest first: its stack is the warmest. */
  private final ArrayDeque<Carrier> pool = new ArrayDeque<>();

  /** A callback that a carrier has left to the root. */
  private @Nullable CoreHandle handedBack;

  /** Their threads all have the loop's name: a number of their own they have anyway. */
  private final Thread.Builder.OfVirtual threads;

  HandoffEngine(CoreLoop loop) {
    super(loop);
    this.threads = Thread.ofVirtual().name(loop.name());
  }

  @Override
  public @Nullable Thread holder() {
    return holder.thread;
  }

  @Override
  Carrier current() {
    return holder;
  }

  @Override
  Carrier bottom() {
    return root;
  }

  @Override
  public void drive() {
    enterRoot();
    try {
      driveRoot();
    } finally {
      // The next run may be another thread's; until it begins, this one must not be taken for it.
      root = NOBODY;
      holder = NOBODY;
    }
  }

  private void driveRoot() {
    do {
      CoreHandle callback = handedBack;
      handedBack = null;
      if (callback != null) {
        callback.runInContext();
      }
      Carrier successor = dispatch(false, null);
      if (successor != root) {
        switchTo(successor);
      }
    } while (handedBack != null);
  }

  /** A guest's callbacks run on the host's thread, which is the root. */
  @Override
  @Nullable Carrier stackFor(CoreHandle callback) {
    if (holder == root || !loop.isGuest()) {
      return null;
    }
    handedBack = callback;
    return root;
  }

  private void enterRoot() {
    root = new Carrier(Thread.currentThread(), loop.interrupts.hook());
    holder = root;
  }

  @Override
  StackTraceElement[] traceOf(Carrier carrier) {
    Thread thread = carrier.thread;
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }

  @Override
  public void beginUnwinding() {
    enterRoot();
  }

  @Override
  public void close() {
    // Without a job a carrier ends as soon as it gets the baton.
    pool.forEach(Carrier::pass);
    pool.clear();
  }

  @Override
  void switchTo(Carrier successor) {
    Carrier self = holder;
    holder = successor;
    successor.pass();
    self.await();
  }

  @Override
  Carrier startingWith(Job job) {
    Carrier carrier = pool.poll();
    if (carrier == null) {
      carrier = newCarrier();
    }
    carrier.job = job;
    return carrier;
  }

  /** Its thread starts when it gets the baton. */
  private Carrier newCarrier() {
    OwnCarrier carrier = new OwnCarrier();
    carrier.thread = threads.unstarted(carrier);
    return carrier;
  }

  /** A carrier and what its thread runs, in one object, as there is one for each waiting task. */
  private final class OwnCarrier extends Carrier implements Runnable {
    OwnCarrier() {
      super(null, null);
    }

    @Override
    public void run() {
      carrierMain(this);
    }
  }

  private void carrierMain(OwnCarrier self) {
    loop.execution.restore();
    boolean alive = true;
    while (alive) {
      self.await();
      Job job = self.job;
      if (job == null) {
        return;
      }
      self.job = null;
      Carrier successor = runAsHolder(job);
      alive = pool.size() < POOL_LIMIT;
      if (alive) {
        pool.push(self);
      }
      holder = successor;
      successor.pass();
    }
  }

  private Carrier runAsHolder(Job job) {
    try {
      return runAndDispatch(job);
    } catch (Throwable bug) {
      // Nothing gets here but a defect of the loop's own. The baton must not be lost with it.
      loop.fatal(bug);
      return root;
    }
  }
}
