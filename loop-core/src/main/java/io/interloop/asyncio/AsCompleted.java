// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.TimerHandle;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Futures in the order in which they complete: what {@link Asyncio#asCompleted} returns.
 *
 * <p>Iterating over it yields, for each of the futures, something to await that gives the next
 * result there is; {@link #futures()} yields the futures themselves. A timeout makes what is left
 * throw {@link TimeoutException}; nothing is ever cancelled.
 *
 * @param <T> the type of the results
 * @see <a href="https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed">asyncio:
 *     as_completed</a>
 */
public final class AsCompleted<T extends @Nullable Object> implements Iterable<Awaitable<T>> {
  private final Queue<Optional<Future<T>>> done = new Queue<>();
  private final Set<Future<T>> todo = new LinkedHashSet<>();
  private final Consumer<Future<T>> onDone = this::completed;
  private final @Nullable TimerHandle timer;
  private int left;

  @SuppressWarnings({"unchecked", "this-escape"}) // read only; nothing runs before it is made
  AsCompleted(
      EventLoop loop,
      Collection<? extends Awaitable<? extends T>> awaitables,
      @Nullable Duration timeout) {
    for (Awaitable<? extends T> awaitable : awaitables) {
      todo.add(Futures.ensureFuture(loop, (Awaitable<T>) awaitable));
    }
    left = todo.size();
    todo.forEach(future -> future.addDoneCallback(onDone));
    timer = left > 0 && timeout != null ? loop.callLater(timeout, this::timedOut) : null;
  }

  private void completed(Future<T> future) {
    if (todo.remove(future)) {
      done.putNowait(Optional.of(future));
      if (todo.isEmpty() && timer != null) {
        timer.cancel();
      }
    }
  }

  private void timedOut() {
    for (Future<T> future : todo) {
      future.removeDoneCallback(onDone);
      done.putNowait(Optional.empty());
    }
    todo.clear();
  }

  private Future<T> next() throws Exception {
    Optional<Future<T>> next = done.get().await();
    return next.orElseThrow(TimeoutException::new);
  }

  /** Returns, one for each future, what to await for the next result. */
  @Override
  public Iterator<Awaitable<T>> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public Awaitable<T> next() {
        if (left == 0) {
          throw new NoSuchElementException();
        }
        left--;
        return () -> AsCompleted.this.next().result();
      }
    };
  }

  /** Returns the futures themselves, done, in the order of their completion. */
  public AsyncStream<Future<T>> futures() {
    return Asyncio.generator(out -> {
      while (left > 0) {
        left--;
        out.yield(next());
      }
    });
  }
}
