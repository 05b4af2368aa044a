// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.CancelledError;
import io.interloop.Outcome;
import io.interloop.spi.Inlet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call of a Callable in somebody else's thread.
 *
 * <p>Not a {@code FutureTask}, which forgets what the code returns or throws after a cancellation.
 */
final class CallInlet<T extends @Nullable Object> implements Runnable {
  static final Inlet.Source SOURCE = new Inlet.Source("the Callable");

  private final Callable<? extends T> code;
  private final Inlet<T> inlet;

  /** The thread in which the code runs now. The monitor guards it and the field below. */
  private @Nullable Thread runner;

  private boolean cancelled;

  private CallInlet(Callable<? extends T> code, Inlet<T> inlet) {
    this.code = code;
    this.inlet = inlet;
  }

  static <T extends @Nullable Object> void attach(
      Executor executor, Callable<? extends T> code, Inlet<T> inlet) {
    CallInlet<T> call = new CallInlet<>(code, inlet);
    executor.execute(call);
    inlet.onCancel(call::cancel);
  }

  private synchronized void cancel() {
    cancelled = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  @Override
  public void run() {
    if (begins()) {
      inlet.complete(call());
    }
  }

  private synchronized boolean begins() {
    runner = isCancelled() ? null : Thread.currentThread();
    return runner != null;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  private Outcome<T> call() {
    Outcome<T> outcome;
    try {
      outcome = new Outcome.Success<>(code.call());
    } catch (Throwable thrown) {
      outcome = Outcome.ofForeign(thrown);
    }
    boolean answersTheCancellation =
        hasEnded()
            && outcome instanceof Outcome.Failure<T> failure
            && failure.exception() instanceof InterruptedException;
    return answersTheCancellation ? new Outcome.Cancelled<>(new CancelledError()) : outcome;
  }

  /** Returns whether it was cancelled. The executor's next job does not inherit the interrupt. */
  private synchronized boolean hasEnded() {
    runner = null;
    if (cancelled) {
      Thread.interrupted();
    }
    return cancelled;
  }

  @Override
  public String toString() {
    return "Call of " + code;
  }
}
