// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.GeneratorExit;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.Task;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes one foreign result to the hub: the future that hub code awaits, and the signals by which
 * the foreign source completes it, from any thread.
 *
 * <p>An adapter says how an inlet is attached to a source: which of the source's signals is which
 * call here, and in {@link #onCancel} how the source is cancelled. {@link #awaitable} attaches a
 * new inlet for each await, {@link #future} one at once.
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
  public record Source(String name, Consumer<? super Throwable> lateFailureHook) {

    /**
     * Creates a source whose library has no hook.
     *
     * @param name what the source is, for messages
     */
    public Source(String name) {
      this(name, failure -> {});
    }

    /**
     * Reports a failure that nobody will see: to the loop's exception handler, then to the
     * library's own hook. Any thread.
     *
     * @param loop the loop that would have awaited it
     * @param report what failed, and when
     */
    public void reportLate(EventLoop loop, ExceptionContext report) {
      loop.callExceptionHandler(report);
      try {
        lateFailureHook.accept(Objects.requireNonNull(report.exception()));
      } catch (Throwable failure) {
        loop.callExceptionHandler(
            new ExceptionContext("the hook for late failures of " + name + " failed", failure));
      }
    }
  }

  private final EventLoop loop;
  private final Source source;
  private final ConversionOptions options;
  private final Promise<T> promise;

  /** Where the code of others runs that has to do with this: cancelling, discarding. */
  private final Context context = Context.copyOfCurrent();

  /** How many inlets wait for the same source, whichever loop they belong to. */
  private final AtomicInteger waiting;

  /** Written and read on the loop. */
  private boolean cancelledBySource;

  /** How the source is cancelled, if it is to be. Set while the inlet is being attached. */
  private @Nullable CancelWatch cancelWatch;

  private Inlet(EventLoop loop, Source source, ConversionOptions options, AtomicInteger waiting) {
    this.loop = loop;
    this.source = source;
    this.options = options;
    this.waiting = waiting;
    this.promise = loop.createPromise();
  }

  /**
   * Returns a coroutine that attaches a new inlet to the source each time it is awaited, and waits
   * for the result. For cold sources: each await is a subscription of its own, and its own last
   * waiter.
   *
   * @param <T> the type of the result
   * @param source what to call the source
   * @param options the caller's choices
   * @param attach attaches an inlet to the source; called on the loop
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Source source, ConversionOptions options, Consumer<? super Inlet<T>> attach) {
    Objects.requireNonNull(options, "options");
    return () -> attachAndAwait(source, options, new AtomicInteger(), attach);
  }

  /**
   * As {@link #awaitable}, for hot sources: those who await it together share the source, and with
   * {@link OnCancel#LAST_WAITER} it is cancelled when the last of them is.
   *
   * @param <T> the type of the result
   * @param source what to call the source
   * @param options the caller's choices
   * @param attach attaches an inlet to the source; called on the loop
   */
  public static <T extends @Nullable Object> Awaitable<T> sharedAwaitable(
      Source source, ConversionOptions options, Consumer<? super Inlet<T>> attach) {
    return new Shared<>(
        source, Objects.requireNonNull(options, "options"), new AtomicInteger(), attach);
  }

  /** Waits for work that runs already. An {@link Outlet} cancels that also before it waits. */
  record Shared<T extends @Nullable Object>(
      Source source,
      ConversionOptions options,
      AtomicInteger waiting,
      Consumer<? super Inlet<T>> attach)
      implements Awaitable<T> {
    @Override
    public T await() throws Exception {
      return attachAndAwait(source, options, waiting, attach);
    }

    @Override
    public String toString() {
      return "Awaitable of " + source.name;
    }
  }

  private static <T extends @Nullable Object> T attachAndAwait(
      Source source,
      ConversionOptions options,
      AtomicInteger waiting,
      Consumer<? super Inlet<T>> attach)
      throws Exception {
    EventLoop loop = EventLoop.running();
    if (Task.current() == null) {
      throw new IllegalStateException(
          "await in a callback: "
              + source.name
              + " can be awaited in a task only; start one with createTask");
    }
    Inlet<T> inlet = new Inlet<>(loop, source, options, waiting);
    attach.accept(inlet);
    return inlet.await();
  }

  /**
   * Attaches a new inlet to the source and returns its future. Must be called on the loop.
   *
   * @param <T> the type of the result
   * @param source what to call the source
   * @param options the caller's choices
   * @param attach attaches the inlet to the source; called once, now
   */
  public static <T extends @Nullable Object> Future<T> future(
      Source source, ConversionOptions options, Consumer<? super Inlet<T>> attach) {
    Inlet<T> inlet = open(EventLoop.running(), source, options);
    attach.accept(inlet);
    return inlet.future();
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
    return new Inlet<>(
        loop, source, Objects.requireNonNull(options, "options"), new AtomicInteger());
  }

  /** Returns the future that the source completes. */
  public Future<T> future() {
    return promise;
  }

  /** Waits, and does not let a result vanish that the cancellation of the waiter has outrun. */
  private T await() throws Exception {
    try {
      return promise.await();
    } catch (CancelledError error) {
      if (promise.done() && !promise.cancelled()) {
        tooLate(Outcome.of(promise::result), "as the task that awaited it was cancelled");
      }
      throw error;
    } catch (GeneratorExit exit) {
      // The loop closes: nobody will see the result, and no callback runs any more.
      if (promise.cancel() && cancelWatch != null) {
        cancelWatch.dropped();
      }
      throw exit;
    }
  }

  /** Returns the loop on which the result is awaited. */
  public EventLoop loop() {
    return loop;
  }

  /** Returns a copy of the context of the code that awaits. For callbacks of this inlet. */
  Context context() {
    return context;
  }

  /** Returns the caller's choices. */
  public ConversionOptions options() {
    return options;
  }

  /**
   * Says how the source is cancelled, for when hub code cancels the future. It is called on the
   * loop, one tick after the cancellation, unless the caller chose {@link OnCancel#DETACH}, or
   * {@link OnCancel#LAST_WAITER} and others wait. Must be called on the loop, once, while the inlet
   * is being attached.
   *
   * @param cancelSource cancels the source; what it throws goes to the exception handler
   */
  public void onCancel(Runnable cancelSource) {
    if (options.onCancel() == OnCancel.DETACH || promise.done()) {
      return;
    }
    waiting.incrementAndGet();
    cancelWatch = new CancelWatch(cancelSource);
    promise.addDoneCallback(context, cancelWatch);
  }

  /** Cancels the source once the future is cancelled, even if the loop closes at that moment. */
  private final class CancelWatch implements Consumer<Future<T>>, Undroppable {
    private final Runnable cancelSource;

    CancelWatch(Runnable cancelSource) {
      this.cancelSource = cancelSource;
    }

    @Override
    public void accept(Future<T> done) {
      dropped();
    }

    @Override
    public void dropped() {
      boolean others = waiting.decrementAndGet() > 0 && options.onCancel() == OnCancel.LAST_WAITER;
      if (promise.cancelled() && !cancelledBySource && !others) {
        cancelSource.run();
      }
    }
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
      fail(new NoSuchElementException(source.name + " ended without a value"));
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
    Delivery.to(loop, context, () -> settle(outcome), () -> closed(outcome));
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

  /** The loop is closed, so its state can be read from here, and nobody changes it any more. */
  private void closed(Outcome<T> outcome) {
    // Null is no loss: it says that something has ended, and so has everybody who might ask.
    if (outcome instanceof Outcome.Success<T> success
        && success.value() != null
        && !promise.done()) {
      loop.callExceptionHandler(
          new ExceptionContext(
                  source.name + " succeeded after the loop was closed that awaited it", null)
              .withFuture(promise));
    }
    tooLate(outcome, "after the loop was closed that awaited it");
  }

  private void tooLate(Outcome<T> outcome, String when) {
    switch (outcome) {
      case Outcome.Success<T> success -> discard(success.value());
      case Outcome.Failure<T> failure ->
          source.reportLate(
              loop,
              new ExceptionContext(source.name + " failed " + when, failure.exception())
                  .withFuture(promise));
      case Outcome.Cancelled<T> confirmation -> {}
    }
  }

  /**
   * Hands a value that nobody will see to the discard hook. Any thread.
   *
   * @param value the value; nothing happens if it is null
   */
  public void discard(@Nullable Object value) {
    options.discard(loop, value);
  }

  @Override
  public String toString() {
    return "Inlet(" + source.name + " to " + promise + ")";
  }
}
