// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.EventLoop;
import io.interloop.KeyboardInterrupt;
import io.interloop.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C, and an interrupt of the running thread, into the cancellation of the main task.
 *
 * <p>The signal is watched while the JVM's main thread runs a loop, not otherwise: that is where
 * Python watches it, and a library must not take the signal of a program that merely uses a loop in
 * some thread.
 */
final class Interruption implements AutoCloseable {
  private final EventLoop loop;
  private final Task<?> task;
  private final AtomicInteger signals = new AtomicInteger();
  private volatile boolean threadInterrupted;
  private @Nullable CtrlC signal;

  private Interruption(EventLoop loop, Task<?> task) {
    this.loop = loop;
    this.task = task;
  }

  static Interruption install(EventLoop loop, Task<?> task) {
    Interruption interruption = new Interruption(loop, task);
    if (isMainThread()) {
      interruption.signal = CtrlC.watch(interruption::signalled);
    }
    if (loop instanceof CoreLoop own) {
      own.interrupts.setHook(interruption::threadInterrupted);
    }
    return interruption;
  }

  /** The JDK has no better mark of the thread that the launcher made: its id varies. */
  private static boolean isMainThread() {
    Thread thread = Thread.currentThread();
    ThreadGroup group = thread.getThreadGroup();
    return thread.getName().equals("main") && group != null && group.getName().equals("main");
  }

  /** On the JVM's signal thread. Returns whether the signal was dealt with. */
  private boolean signalled() {
    return signals.incrementAndGet() == 1 && cancelTask();
  }

  /** On the thread that runs the loop, or that waits for the baton to come back. */
  private void threadInterrupted() {
    threadInterrupted = true;
    boolean unused = cancelTask();
  }

  private boolean cancelTask() {
    if (task.done() || loop.isClosed()) {
      return false;
    }
    loop.callSoonThreadsafe(new Context(), () -> task.cancel());
    return true;
  }

  /** Returns what the end of the main task means. */
  Throwable cause(CancelledError error) {
    if ((signals.get() > 0 || threadInterrupted) && task.uncancel() == 0) {
      Throwable interrupted =
          signals.get() > 0
              ? new KeyboardInterrupt()
              : new InterruptedException("the thread that runs the loop was interrupted");
      interrupted.addSuppressed(error);
      return interrupted;
    }
    return error;
  }

  /** Throws what the end of the main task means. */
  RuntimeException translate(CancelledError error) {
    throw Rethrow.asIs(cause(error));
  }

  @Override
  public void close() {
    if (loop instanceof CoreLoop own) {
      own.interrupts.setHook(null);
    }
    if (signal != null) {
      signal.close();
    }
  }
}
