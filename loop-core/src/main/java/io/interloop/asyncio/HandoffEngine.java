// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The baton: loop code runs on whichever thread holds it, and exactly one does.
 *
 * <pre>
 *   root ──pass──▶ carrier A ──pass──▶ carrier B ─ … ─▶ root
 * </pre>
 *
 * <p>The thread that runs the loop is the root: it runs callbacks, never a coroutine, so that it
 * can always return. Coroutines run on carriers, which are virtual threads. A carrier whose
 * coroutine waits keeps dispatching what is ready, on top of the waiting stack: callbacks run there
 * and then. It gives the baton away for one of three reasons: a suspended task is to go on, whose
 * stack is another carrier's; a new task is to start, and this carrier's stack is not free; the
 * loop is to stop, which is the root's business. If the task that is to go on is its own, it simply
 * returns.
 *
 * <p>A carrier whose coroutine has ended is free. It starts new tasks on its own stack, one after
 * the other, and when it has to give the baton away it waits in a small pool. So a task that never
 * suspends costs no thread, and there are about as many threads as suspended tasks.
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

  private long carriers;

  HandoffEngine(CoreLoop loop) {
    super(loop);
  }

  @Override
  public @Nullable Thread holder() {
    return holder.thread;
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
        callback.run();
      }
      Carrier successor = dispatchOrStop(false);
      if (successor != root) {
        passAndAwait(root, successor);
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
    root = new Carrier(Thread.currentThread(), loop.onInterrupt());
    holder = root;
  }

  /** Runs what is ready; returns who is to have the baton. */
  private Carrier dispatchOrStop(boolean free) {
    Carrier successor = dispatch(free);
    return successor != null ? successor : root;
  }

  @Override
  public void suspend(CoreTask<?> task) {
    Carrier self = holder;
    task.suspended = self;
    Carrier successor = (Carrier) task.eagerCaller;
    if (successor == null) {
      // The loop's own waiting must not be cut short by a flag that user code set.
      boolean interrupted = takeInterrupt();
      successor = dispatchOrStop(false);
      if (loop.returnInterrupt() || interrupted) {
        Thread.currentThread().interrupt();
      }
    } else {
      task.eagerCaller = null;
    }
    if (successor != self) {
      passAndAwait(self, successor);
    }
    task.suspended = null;
  }

  @Override
  public void startEagerly(CoreTask<?> task) {
    Carrier self = holder;
    task.eagerCaller = self;
    passAndAwait(self, startingWith(task));
  }

  @Override
  Carrier startingWith(CoreTask<?> task) {
    return startingWith(new FirstStep(task));
  }

  /** The first step of a task, on a carrier that was taken for it. */
  private record FirstStep(CoreTask<?> task) implements Carrier.Job {
    @Override
    public void run() {
      task.run();
    }

    @Override
    public @Nullable Carrier successor() {
      return (Carrier) task.eagerCaller;
    }
  }

  @Override
  public List<StackTraceElement> stackOf(CoreTask<?> task) {
    Carrier carrier = (Carrier) task.suspended;
    Thread thread = carrier == null ? null : carrier.thread;
    return thread == null ? List.of() : List.of(thread.getStackTrace());
  }

  @Override
  public Frame newFrame(Runnable body) {
    return new BatonFrame(body);
  }

  /** A stack that is resumed by hand. Its body runs in the task that resumes it. */
  private final class BatonFrame implements Frame, Carrier.Job {
    private final Runnable body;

    /** Where the body is suspended; null before it begins. */
    private @Nullable Carrier suspended;

    /** Who resumed the body last. */
    private @Nullable Carrier resumer;

    BatonFrame(Runnable body) {
      this.body = body;
    }

    @Override
    public void resume() {
      Carrier self = holder;
      resumer = self;
      leaveThread();
      passAndAwait(self, suspended != null ? suspended : startingWith(this));
      enterThread();
    }

    @Override
    public void suspend() {
      Carrier self = holder;
      suspended = self;
      leaveThread();
      passAndAwait(self, Objects.requireNonNull(resumer));
      enterThread();
    }

    @Override
    public void run() {
      enterThread();
      try {
        body.run();
      } finally {
        leaveThread();
      }
    }

    /** The running task goes on in another thread, and with it what carriers keep in threads. */
    private void leaveThread() {
      if (loop.execution.task() != null) {
        loop.execution.context().exit();
      }
    }

    private void enterThread() {
      if (loop.execution.task() != null) {
        loop.execution.context().enter();
      }
    }

    @Override
    public @Nullable Carrier successor() {
      return resumer;
    }
  }

  @Override
  public void beginUnwinding() {
    enterRoot();
  }

  @Override
  public void unwind(CoreTask<?> task) {
    passAndAwait(root, Objects.requireNonNull((Carrier) task.suspended));
  }

  @Override
  public void close() {
    // Without a job a carrier ends as soon as it gets the baton.
    pool.forEach(Carrier::pass);
    pool.clear();
  }

  private void passAndAwait(Carrier self, Carrier successor) {
    holder = successor;
    successor.pass();
    self.await();
  }

  /** Returns a free carrier that will begin with a job. */
  private Carrier startingWith(Carrier.Job job) {
    Carrier carrier = pool.poll();
    if (carrier == null) {
      carrier = newCarrier();
    }
    carrier.job = job;
    return carrier;
  }

  private Carrier newCarrier() {
    Carrier carrier = new Carrier(null, null);
    Thread thread =
        Thread.ofVirtual()
            .name(loop.name() + "-" + ++carriers)
            .unstarted(() -> carrierMain(carrier));
    carrier.thread = thread;
    thread.start();
    return carrier;
  }

  private void carrierMain(Carrier self) {
    loop.execution.restore();
    boolean alive = true;
    while (alive) {
      self.await();
      Carrier.Job job = self.job;
      if (job == null) {
        return;
      }
      self.job = null;
      Carrier successor = runAsHolder(job);
      boolean unused = takeInterrupt();
      alive = pool.size() < POOL_LIMIT;
      if (alive) {
        pool.push(self);
      }
      holder = successor;
      successor.pass();
    }
  }

  private Carrier runAsHolder(Carrier.Job job) {
    try {
      job.run();
      Carrier successor = job.successor();
      return successor != null ? successor : dispatchOrStop(true);
    } catch (Throwable bug) {
      // Nothing gets here but a defect of the loop's own. The baton must not be lost with it.
      loop.fatal(bug);
      return root;
    }
  }
}
