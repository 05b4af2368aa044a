// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
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

  /** A source that has ended without a result, as a value. */
  private record WithoutResult(Outcome<?> outcome) {}

  private final EventLoop loop;
  private final Source source;
  private final ConversionOptions options;

  /** How many inlets wait for the same source, on whichever loop; null if it does not matter. */
  private final @Nullable AtomicInteger waiting;

  /**
   * Where the code of others runs that has to do with this: cancelling, discarding. Of a future, a
   * copy of the context of the code that made it; of an await, the one of the task that awaits,
   * which is copied when it is needed, as it seldom is.
   */
  private final Context context;

  /** Whether {@link #context} is the task's, and the task sees to what its cancellation means. */
  private final boolean awaited;

  // The rest is written and read on the loop, or by whoever finds it closed.

  /**
   * A value that has come, while the end of the source is awaited: it is held. Or, if there is no
   * promise and the source has {@link #ended}, how.
   */
  private @Nullable Object value;

  /** Whether the source has ended before anybody had to wait for it. */
  private boolean ended;

  /** What the hub waits for. Null until somebody has to, and for a source that is done for ever. */
  private @Nullable Promise<T> promise;

  /** How the source is cancelled, if it is to be. Set while the inlet is being attached. */
  private @Nullable Runnable cancelSource;

  private boolean cancelledBySource;

  /** Whether this is one of those {@link #waiting}. */
  private boolean counted;

  /** Whether a done callback of the promise looks for the cancellation. */
  private boolean watched;

  private Inlet(
      EventLoop loop,
      Source source,
      ConversionOptions options,
      @Nullable AtomicInteger waiting,
      Context context,
      boolean awaited) {
    this.loop = loop;
    this.source = source;
    this.options = options;
    this.waiting = waiting;
    this.context = context;
    this.awaited = awaited;
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
    return () -> {
      Inlet<T> inlet = toAwait(Execution.current(), source, options, null);
      attach.accept(inlet);
      return inlet.await();
    };
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
    return new SharedAwaitable<>(source, options) {
      @Override
      protected void attach(Inlet<T> inlet) {
        attach.accept(inlet);
      }
    };
  }

  /** Opens an inlet for an await by the running task. */
  static <T extends @Nullable Object> Inlet<T> toAwait(
      Execution here, Source source, ConversionOptions options, @Nullable AtomicInteger waiting) {
    checkInTask(here, source);
    EventLoop loop = Objects.requireNonNull(here.loop());
    return new Inlet<>(loop, source, options, waiting, here.context(), /* awaited= */ true);
  }

  /** Refuses an await outside of tasks. */
  static void checkInTask(Execution here, Source source) {
    if (here.task() == null) {
      EventLoop loop = EventLoop.running();
      throw new IllegalStateException(
          "await in a callback of "
              + loop
              + ": "
              + source.name
              + " can be awaited in a task only; start one with createTask");
    }
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
    Inlet<T> inlet = toBeFuture(EventLoop.running(), source, options);
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
    Inlet<T> inlet = toBeFuture(loop, source, options);
    Promise<T> unused = inlet.makePromise();
    return inlet;
  }

  private static <T extends @Nullable Object> Inlet<T> toBeFuture(
      EventLoop loop, Source source, ConversionOptions options) {
    Objects.requireNonNull(options, "options");
    return new Inlet<>(loop, source, options, null, Context.copyOfCurrent(), /* awaited= */ false);
  }

  /** Returns the future that the source completes. Of an inlet that was opened: any thread. */
  public Future<T> future() {
    Promise<T> made = promise;
    if (made == null) {
      made = makePromise();
      if (ended) {
        settlePromise(made, endedWith());
      }
      watch();
    }
    return made;
  }

  private Promise<T> makePromise() {
    Promise<T> made = loop.createPromise();
    promise = made;
    return made;
  }

  /** Has a future look for its cancellation, if that means anything. An await does so by itself. */
  private void watch() {
    Promise<T> made = promise;
    boolean matters = cancelSource != null || value != null;
    if (made != null && matters && !watched && !awaited && !made.done()) {
      watched = true;
      made.addDoneCallback(context, new CancelWatch());
    }
  }

  /** Looks for the cancellation of a future, even if the loop closes at that moment. */
  private final class CancelWatch implements Consumer<Future<T>>, Undroppable {
    @Override
    public void accept(Future<T> done) {
      if (done.cancelled() && !cancelledBySource) {
        leave();
      }
    }

    @Override
    public void dropped() {
      accept(Objects.requireNonNull(promise));
    }
  }

  // ---- awaiting

  T await() throws Exception {
    if (ended) {
      isOneLess();
      return value instanceof WithoutResult ? endedWith().get() : held();
    }
    Promise<T> made = promise != null ? promise : makePromise();
    try {
      T value = made.await();
      isOneLess();
      return value;
    } catch (Throwable thrown) {
      notTaken(made, thrown);
      throw thrown;
    }
  }

  /** The await has ended with something: with the result, or so that nobody will see the result. */
  private void notTaken(Promise<T> made, Throwable thrown) {
    boolean others = isOneLess() > 0;
    // If it is pending still, the loop closes, and nobody will complete it.
    if (!made.done()) {
      made.cancel();
    }
    if (!made.cancelled()) {
      if (made.exception() != thrown) {
        tooLate(Outcome.of(made::result), "as the task that awaited it was cancelled");
      }
    } else if (!cancelledBySource) {
      if (others) {
        cancelSource = null;
      }
      Execution.current().runAsCallback(context.copy(), this::leave);
    }
  }

  /** Returns how many still wait for the source, where they are counted. */
  @CanIgnoreReturnValue
  private int isOneLess() {
    if (waiting == null || !counted) {
      return 0;
    }
    counted = false;
    return waiting.decrementAndGet();
  }

  @SuppressWarnings("unchecked") // what was put there
  private Outcome<T> endedWith() {
    return value instanceof WithoutResult without
        ? (Outcome<T>) without.outcome
        : new Outcome.Success<>(held());
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was put there
  private T held() {
    return (T) value;
  }

  /** Hub code has left: nobody will take what comes. */
  private void leave() {
    Runnable cancel = cancelSource;
    if (cancel != null) {
      cancelSource = null;
      try {
        cancel.run();
      } catch (Throwable failure) {
        report("cancelling", failure);
      }
    }
    dropHeld();
  }

  /** Reports what the source has thrown where there is nobody to throw it to. */
  void report(String what, Throwable failure) {
    loop.callExceptionHandler(new ExceptionContext(what + " " + source.name + " failed", failure));
  }

  // ---- for those who attach it

  /** Returns the loop on which the result is awaited. */
  public EventLoop loop() {
    return loop;
  }

  /** Returns a copy of the context of the code that awaits. For callbacks of this inlet. */
  Context newContext() {
    return context.copy();
  }

  /** Returns the caller's choices. */
  public ConversionOptions options() {
    return options;
  }

  /** Returns whether there is a result, or nobody to take one. On the loop. */
  boolean done() {
    return ended || (promise != null && promise.done());
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
    if (options.onCancel() == OnCancel.DETACH || done()) {
      return;
    }
    this.cancelSource = cancelSource;
    if (waiting != null) {
      counted = true;
      waiting.incrementAndGet();
    }
    watch();
  }

  /** Keeps a value until the source ends; it is discarded unless it is the result then. */
  void hold(T held) {
    value = held;
    watch();
  }

  /** Returns whether a value is held. */
  boolean holds() {
    return value != null && !ended;
  }

  /** Discards the value that is held, if one is. */
  void dropHeld() {
    if (holds()) {
      Object dropped = value;
      value = null;
      discard(dropped);
    }
  }

  /** The source has ended: the value that is held is the result, or there is none. On the loop. */
  void succeedWithHeld() {
    if (holds()) {
      T result = held();
      value = null;
      succeed(result);
    } else {
      succeedEmpty();
    }
  }

  // ---- the source's signals

  /**
   * The source has a result. Any thread.
   *
   * @param value the result
   */
  public void succeed(T value) {
    if (!loop.isCurrent()) {
      carry(new Outcome.Success<>(value));
    } else if (done()) {
      discard(value);
    } else {
      dropHeld();
      if (promise != null) {
        promise.setResult(value);
      } else {
        end(value);
      }
    }
  }

  private void end(@Nullable Object how) {
    value = how;
    ended = true;
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
    if (outcome instanceof Outcome.Success<T> success) {
      succeed(success.value());
    } else if (loop.isCurrent()) {
      settle(outcome);
    } else {
      carry(outcome);
    }
  }

  /** An outcome is not there yet. */
  private void carry(Outcome<T> outcome) {
    Delivery.send(loop, new Context(), new Arrival(outcome));
  }

  /**
   * A result on its way from another thread. What it sets has a context of its own, so it comes in
   * an empty one; late, it comes in the right one.
   */
  private final class Arrival implements Runnable, Undroppable {
    private final Outcome<T> outcome;

    Arrival(Outcome<T> outcome) {
      this.outcome = outcome;
    }

    @Override
    public void run() {
      if (done()) {
        Execution.current().runAsCallback(newContext(), () -> settle(outcome));
      } else {
        settle(outcome);
      }
    }

    @Override
    public void dropped() {
      closed(outcome);
    }

    @Override
    public String toString() {
      return "Arrival of the result of " + source.name;
    }
  }

  private void settle(Outcome<T> outcome) {
    if (done()) {
      tooLate(outcome, "after the future that awaited it was done");
      return;
    }
    Object held = value;
    value = null;
    if (promise != null) {
      settlePromise(promise, outcome);
    } else {
      end(
          outcome instanceof Outcome.Success<T> success
              ? success.value()
              : new WithoutResult(outcome));
    }
    discard(held);
  }

  private void settlePromise(Promise<T> open, Outcome<T> outcome) {
    switch (outcome) {
      case Outcome.Success<T> success -> open.setResult(success.value());
      case Outcome.Failure<T> failure -> open.setException(failure.exception());
      case Outcome.Cancelled<T> cancelled -> {
        cancelledBySource = true;
        open.cancel(cancelled.error().getMessage());
      }
    }
  }

  /** The loop is closed, so its state can be read from here, and nobody changes it any more. */
  private void closed(Outcome<T> outcome) {
    // Null is no loss: it says that something has ended, and so has everybody who might ask.
    if (outcome instanceof Outcome.Success<T> success && success.value() != null && !done()) {
      loop.callExceptionHandler(
          ofFuture(
              new ExceptionContext(
                  source.name + " succeeded after the loop was closed that awaited it", null)));
    }
    tooLate(outcome, "after the loop was closed that awaited it");
  }

  private void tooLate(Outcome<T> outcome, String when) {
    switch (outcome) {
      case Outcome.Success<T> success -> discard(success.value());
      case Outcome.Failure<T> failure ->
          source.reportLate(
              loop,
              ofFuture(new ExceptionContext(source.name + " failed " + when, failure.exception())));
      case Outcome.Cancelled<T> confirmation -> {}
    }
  }

  private ExceptionContext ofFuture(ExceptionContext report) {
    return promise == null ? report : report.withFuture(promise);
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
    return "Inlet(" + source.name + (promise == null ? ")" : " to " + promise + ")");
  }
}
