// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.Future;
import io.interloop.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future of a {@code gather}.
 *
 * <p>Cancelling it is a request to all children; it is done when they are. It is never {@code
 * cancelled()} itself: a gather whose child was cancelled has failed with a {@link CancelledError}.
 *
 * @param <T> what a child results in
 * @param <R> what stands for a child in the result
 */
final class Gathering<T extends @Nullable Object, R extends @Nullable Object>
    extends CoreFuture<List<R>> {
  private final List<CoreFuture<T>> children = new ArrayList<>();

  /** Turns a finished child into its entry; null if the first failure ends the whole. */
  private final @Nullable Function<Outcome<T>, R> entry;

  private int unfinished;
  private boolean cancelRequested;

  private Gathering(CoreLoop loop, @Nullable Function<Outcome<T>, R> entry) {
    super(loop);
    this.entry = entry;
  }

  /** Gathers results; the first failure is the whole's, and the other children go on. */
  static <T extends @Nullable Object> Future<List<T>> results(
      CoreLoop loop, Collection<? extends Awaitable<? extends T>> awaitables) {
    return new Gathering<T, T>(loop, null).start(awaitables);
  }

  /** Gathers outcomes; no failure of a child is one of the whole. */
  static <T extends @Nullable Object> Future<List<Outcome<T>>> outcomes(
      CoreLoop loop, Collection<? extends Awaitable<? extends T>> awaitables) {
    return new Gathering<T, Outcome<T>>(loop, Function.identity()).start(awaitables);
  }

  @SuppressWarnings("unchecked") // a future is only read from here, and this loop's are CoreFutures
  private Future<List<R>> start(Collection<? extends Awaitable<? extends T>> awaitables) {
    Context context = Context.copyOfCurrent();
    Set<CoreFuture<T>> given = Collections.newSetFromMap(new IdentityHashMap<>());
    List<CoreFuture<T>> done = new ArrayList<>();
    for (Awaitable<? extends T> awaitable : awaitables) {
      CoreFuture<T> child = (CoreFuture<T>) Futures.ensureFuture(loop, (Awaitable<T>) awaitable);
      children.add(child);
      if (child == awaitable && !given.add(child)) {
        continue;
      }
      unfinished++;
      if (child.done()) {
        done.add(child);
      } else {
        child.addWaiter(new ChildNotice(context, child));
      }
    }
    if (children.isEmpty()) {
      finish(List.of());
    }
    // Last, so that a gather of finished children is done when it is returned.
    done.forEach(this::childDone);
    return this;
  }

  /** Tells that a child is done. */
  private final class ChildNotice extends Notice {
    ChildNotice(Context context, CoreFuture<T> child) {
      super(child.loop, context, child);
    }

    @Override
    @SuppressWarnings("unchecked") // what the constructor was given
    void call(Object child) {
      childDone((CoreFuture<T>) child);
    }
  }

  private void childDone(CoreFuture<T> child) {
    unfinished--;
    if (done()) {
      // Dropped: the whole has ended with an earlier failure.
      child.markRetrieved();
      return;
    }
    if (entry == null) {
      Throwable failure = child.retrieveFailure();
      if (failure != null) {
        fail(failure);
        return;
      }
    }
    if (unfinished == 0) {
      allDone();
    }
  }

  private void allDone() {
    if (cancelRequested) {
      children.forEach(CoreFuture::markRetrieved);
      // [G7] Of the last child even if it has swallowed the cancellation.
      fail(children.get(children.size() - 1).takeCancelledError());
      return;
    }
    List<R> entries = new ArrayList<>(children.size());
    for (CoreFuture<T> child : children) {
      entries.add(entryOf(child));
    }
    finish(entries);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // without an entry function R is T
  private R entryOf(CoreFuture<T> child) {
    // A cancelled child keeps the error that ended its coroutine for those who await it.
    Outcome<T> outcome =
        child.cancelled()
            ? new Outcome.Cancelled<>(new CancelledError(child.cancelMessage))
            : Objects.requireNonNull(child.outcome());
    if (entry != null) {
      return entry.apply(outcome);
    }
    return (R) ((Outcome.Success<T>) outcome).value();
  }

  @Override
  public boolean cancel(@Nullable String message) {
    loop.checkThread();
    if (done()) {
      return false;
    }
    boolean any = false;
    for (Future<T> child : children) {
      any |= child.cancel(message);
    }
    cancelRequested |= any;
    return any;
  }

  @Override
  boolean standsFor(Future<?> other) {
    return children.contains(other);
  }

  @Override
  public String toString() {
    return "Gathering(" + describe() + ", " + unfinished + " of " + children.size() + " pending)";
  }
}
