// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.spi.Inlet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Blocking code on its way through an executor.
 *
 * <p>Cancelling the future takes the job back if it has not begun. A job that runs is not
 * interrupted, as in asyncio: its thread belongs to the executor.
 */
final class ExecutorJob<T extends @Nullable Object> extends FutureTask<T> {
  private final CoreLoop loop;
  private final Inlet<T> inlet;
  private final AtomicBoolean ended = new AtomicBoolean();

  private ExecutorJob(CoreLoop loop, Inlet<T> inlet, Callable<T> code) {
    super(code);
    this.loop = loop;
    this.inlet = inlet;
  }

  static <T extends @Nullable Object> Future<T> submit(
      CoreLoop loop, Executor executor, Callable<T> code) {
    Inlet<T> inlet =
        Inlet.open(loop, new Inlet.Source("the job " + code), ConversionOptions.DEFAULT);
    ExecutorJob<T> job = new ExecutorJob<>(loop, inlet, code);
    loop.backend().outsideWorkStarted();
    try {
      executor.execute(job);
    } catch (Throwable rejected) { // an Error, if there is no thread to be had
      job.end();
      throw rejected;
    }
    inlet.onCancel(() -> job.cancel(/* mayInterruptIfRunning= */ false));
    return inlet.future();
  }

  @Override
  protected void done() {
    try {
      if (!isCancelled()) {
        complete();
      }
    } finally {
      end();
    }
  }

  private void complete() {
    try {
      inlet.succeed(get());
    } catch (ExecutionException failure) {
      inlet.fail(failure);
    } catch (InterruptedException impossible) {
      throw new AssertionError("a finished job does not wait", impossible);
    }
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      loop.backend().outsideWorkEnded();
    }
  }
}
