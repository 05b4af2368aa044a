// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The async generators of a loop that have begun and not ended. */
final class AsyncGenerators {
  private final CoreLoop loop;
  private final Set<AsyncGenerator<?>> open = new LinkedHashSet<>();
  private boolean shutDown;

  AsyncGenerators(CoreLoop loop) {
    this.loop = loop;
  }

  boolean hasOpen() {
    return !open.isEmpty();
  }

  void begun(AsyncGenerator<?> generator) {
    if (shutDown) {
      LoopLog.warn(
          "asynchronous generator was begun after shutdownAsyncgens(); nothing will close it");
    }
    open.add(generator);
  }

  void ended(AsyncGenerator<?> generator) {
    open.remove(generator);
  }

  Awaitable<@Nullable Void> shutdown() {
    return () -> {
      shutDown = true;
      List<AsyncGenerator<?>> closing = new ArrayList<>(open);
      open.clear();
      List<Awaitable<@Nullable Void>> closers = new ArrayList<>();
      for (AsyncGenerator<?> generator : closing) {
        closers.add(() -> {
          generator.close();
          return null;
        });
      }
      Future<List<Outcome<@Nullable Void>>> gathered = Gathering.outcomes(loop, closers);
      for (Outcome<@Nullable Void> outcome : gathered.await()) {
        if (outcome instanceof Outcome.Failure<@Nullable Void> failure) {
          report(failure.exception());
        }
      }
      return null;
    };
  }

  /** Ends what is left when the loop closes for good. */
  void unwind() {
    for (AsyncGenerator<?> generator : List.copyOf(open)) {
      generator.unwind();
      Throwable failure = generator.takeFailure();
      if (failure != null && !(failure instanceof CancelledError)) {
        report(failure);
      }
    }
    open.clear();
  }

  private void report(Throwable failure) {
    loop.callExceptionHandler(
        new ExceptionContext(
            "an error occurred during closing of an asynchronous generator", failure));
  }
}
