// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.Promise;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes one foreign result to the hub: the future that hub code awaits, and the signals by which
 * the foreign source completes it, from any thread.
 *
 * <p>It keeps what every conversion promises. The result arrives on the loop, never inline on a
 * foreign thread; directly, if the source signals on the loop. What comes too late does not vanish:
 * a value goes to the discard hook, a failure to the loop's exception handler and then to the
 * library's own hook; so too if the loop is closed. A cancellation by the source cancels the future
 * and leaves {@code cancelling()} of its waiter at 0.
 *
 * @param <T> the type of the result
 */
public final class Inlet<T extends @Nullable Object> {

  /**
   * What a report says of the source.
   *
   * @param name what the source is, for messages: "the Mono"
   * @param lateFailureHook the library's own hook for failures that nobody will see
   */
  public record Source(String name, Consumer<Throwable> lateFailureHook) {

    /**
     * Creates a source whose library has no hook.
     *
     * @param name what the source is, for messages
     */
    public Source(String name) {
      this(name, failure -> {});
    }
  }

  private final EventLoop loop;
  private final Source source;
  private final ConversionOptions options;
  private final Promise<T> promise;

  /** Written and read on the loop. */
  private boolean cancelledBySource;

  private Inlet(EventLoop loop, Source source, ConversionOptions options) {
    this.loop = loop;
    this.source = source;
    this.options = options;
    this.promise = loop.createPromise();
  }

  /**
   * Opens an inlet. Must be called on the loop.
   *
   * @param <T> the type of the result
   * @param loop where the result is awaited
   * @param source what to call the source
   * @param options the caller's choices
   */
  public static <T extends @Nullable Object> Inlet<T> open(
      EventLoop loop, Source source, ConversionOptions options) {
    return new Inlet<>(loop, source, options);
  }

  /** Returns the future that the source completes. */
  public Future<T> future() {
    return promise;
  }

  /**
   * Says how the source is cancelled, for when hub code cancels the future. It is called on the
   * loop, one tick after the cancellation, unless the caller chose {@link OnCancel#DETACH}. Must be
   * called on the loop.
   *
   * @param cancelSource cancels the source; what it throws goes to the exception handler
   */
  public void onCancel(Runnable cancelSource) {
    if (options.onCancel() == OnCancel.DETACH) {
      return;
    }
    promise.addDoneCallback(future -> {
      if (future.cancelled() && !cancelledBySource) {
        cancelSource.run();
      }
    });
  }

  /**
   * The source has a result. Any thread.
   *
   * @param value the result
   */
  public void succeed(T value) {
    complete(new Outcome.Success<>(value));
  }

  /** The source has ended without a result. Any thread. */
  @SuppressWarnings("NullAway") // a source that can be empty has a nullable T
  public void succeedEmpty() {
    if (options.onEmpty() == OnEmpty.NULL) {
      succeed(null);
    } else {
      fail(new NoSuchElementException(source.name() + " ended without a value"));
    }
  }

  /**
   * The source has failed, or was cancelled if the throwable says so. Any thread.
   *
   * @param thrown what the source signalled; one wrapper is taken off
   */
  public void fail(Throwable thrown) {
    complete(Outcome.ofForeign(thrown));
  }

  /**
   * The source has ended. Any thread.
   *
   * @param outcome how
   */
  public void complete(Outcome<T> outcome) {
    if (loop.isCurrent()) {
      settle(outcome);
      return;
    }
    try {
      loop.callSoonThreadsafe(new Context(), () -> settle(outcome));
    } catch (IllegalStateException failure) {
      if (!loop.isClosed()) {
        throw failure;
      }
      tooLate(outcome, "after the loop was closed that awaited it");
    }
  }

  private void settle(Outcome<T> outcome) {
    if (promise.done()) {
      tooLate(outcome, "after the future that awaited it was done");
      return;
    }
    switch (outcome) {
      case Outcome.Success<T> success -> promise.setResult(success.value());
      case Outcome.Failure<T> failure -> promise.setException(failure.exception());
      case Outcome.Cancelled<T> cancelled -> {
        cancelledBySource = true;
        promise.cancel(cancelled.error().getMessage());
      }
    }
  }

  private void tooLate(Outcome<T> outcome, String when) {
    switch (outcome) {
      case Outcome.Success<T> success -> discard(success.value());
      case Outcome.Failure<T> failure -> report(failure.exception(), when);
      case Outcome.Cancelled<T> confirmation -> {}
    }
  }

  private void discard(@Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      options.onDiscard().accept(value);
    } catch (Throwable failure) {
      loop.callExceptionHandler(
          new ExceptionContext("the discard hook failed for a value of " + source.name(), failure));
    }
  }

  private void report(Throwable failure, String when) {
    loop.callExceptionHandler(
        new ExceptionContext(source.name() + " failed " + when, failure).withFuture(promise));
    source.lateFailureHook().accept(failure);
  }

  @Override
  public String toString() {
    return "Inlet(" + source.name() + " to " + promise + ")";
  }
}
