// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.TaskOptions;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one hub result to a foreign consumer.
 *
 * <p>Hot: it watches a future that runs anyway, and {@link #detach()} stops watching. Cold: it
 * makes a task for this one consumer, and {@link #cancel()} cancels the task. The {@link Receiver}
 * is called once at the most, on the loop, in a callback of its own: at once, within the call that
 * makes the outlet, if the loop runs that call and the future is done. Only if the loop is closed,
 * or closes before a task has ended, is it told so on the thread that asks or closes. All methods
 * may be called from any thread. The receiver is called, and a cold task starts, in a copy of the
 * context of the code that made the outlet.
 *
 * @param <T> the type of the result
 */
public final class Outlet<T extends @Nullable Object> {

  /**
   * The consumer's end: hears how the work ends.
   *
   * @param <T> the type of the result
   */
  @FunctionalInterface
  public interface Receiver<T extends @Nullable Object> {

    /**
     * Takes the outcome, or gives it back if nobody has a use for it any more.
     *
     * @param from who brings it, perhaps before the call that made it has returned, and {@linkplain
     *     Outlet#refused takes it back}
     * @param outcome how the work ended
     */
    void receive(Outlet<T> from, Outcome<T> outcome);
  }

  private final EventLoop loop;
  private final Receiver<T> receiver;
  private final boolean cold;
  private final ConversionOptions options;

  /** Set on the loop, read on the loop. */
  private @Nullable Future<T> future;

  /** Set from any thread: the consumer does not listen any more. */
  private volatile boolean gone;

  /** Set from any thread: what is watched is to be cancelled. */
  private volatile boolean cancelRequested;

  private Outlet(EventLoop loop, Receiver<T> receiver, boolean cold, ConversionOptions options) {
    this.loop = loop;
    this.receiver = receiver;
    this.cold = cold;
    this.options = options;
  }

  /**
   * Watches a future.
   *
   * @param <T> the type of the result
   * @param future what to watch
   * @param options the caller's choices
   * @param receiver called on the loop with the outcome
   */
  public static <T extends @Nullable Object> Outlet<T> hot(
      Future<T> future, ConversionOptions options, Receiver<T> receiver) {
    Outlet<T> outlet = new Outlet<>(future.getLoop(), receiver, false, options);
    Context context = Context.copyOfCurrent();
    if (!outlet.loop.isCurrent()) {
      outlet.carry(context, () -> future, true);
    } else if (future.done()) {
      outlet.gone = true; // there is nothing more to leave
      Execution.current().runAsCallback(context, () -> outlet.consume(future));
    } else {
      outlet.watch(context, future);
    }
    return outlet;
  }

  /**
   * Runs a coroutine in a new task for one consumer. If the coroutine waits for work that runs
   * already, a future or a {@link SharedAwaitable}, the task starts eagerly, so that {@link
   * #cancel()} reaches that work from the first moment on.
   *
   * @param <T> the type of the result
   * @param loop where it runs
   * @param taskOptions the task's name and context
   * @param coroutine what to run
   * @param options the caller's choices
   * @param receiver called on the loop with the outcome
   */
  public static <T extends @Nullable Object> Outlet<T> cold(
      EventLoop loop,
      TaskOptions taskOptions,
      Awaitable<T> coroutine,
      ConversionOptions options,
      Receiver<T> receiver) {
    Outlet<T> outlet = new Outlet<>(loop, receiver, true, options);
    boolean running = coroutine instanceof Future<?> || coroutine instanceof SharedAwaitable<?>;
    TaskOptions start = running ? taskOptions.eager() : taskOptions;
    Context context = Context.copyOfCurrent();
    if (loop.isCurrent()) {
      outlet.start(context, () -> loop.createTask(start, coroutine));
    } else {
      outlet.carry(context, () -> loop.createTask(start, coroutine), running);
    }
    return outlet;
  }

  private void carry(Context context, Supplier<? extends Future<T>> source, boolean running) {
    Delivery.to(
        loop,
        context,
        () -> {
          if (!gone) {
            start(context, source);
          } else if (running && cancelRequested) {
            start(context, source);
            requestCancel();
          }
        },
        this::loopClosed);
  }

  private void start(Context context, Supplier<? extends Future<T>> source) {
    Future<T> started;
    try {
      started = source.get();
    } catch (Throwable failure) { // a task factory's, for instance
      receiver.receive(this, new Outcome.Failure<>(failure));
      return;
    }
    watch(context, started);
  }

  private void watch(Context context, Future<T> watched) {
    future = watched;
    watched.addDoneCallback(context, new Watcher());
  }

  private void consume(Future<T> done) {
    receiver.receive(this, Outcome.of(done::result));
  }

  private void loopClosed() {
    if (!gone) {
      receiver.receive(
          this, new Outcome.Failure<>(new IllegalStateException("Event loop is closed: " + loop)));
    }
  }

  /** Sees how the future ends, or that the loop closes before. */
  private final class Watcher implements Consumer<Future<T>>, Undroppable {
    @Override
    public void accept(Future<T> done) {
      if (!gone) {
        consume(done);
      } else if (cold) {
        refused(Outcome.of(done::result));
      }
      // A hot future whose consumer has gone keeps its result for its other readers.
    }

    @Override
    public void dropped() {
      loopClosed();
    }

    private Outlet<?> outlet() {
      return Outlet.this;
    }

    /** Equal, so that it can be taken back. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Outlet<?>.Watcher watcher && watcher.outlet() == Outlet.this;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(Outlet.this);
    }
  }

  /**
   * Takes an outcome back that the receiver was given and could not use any more, as its consumer
   * had just left. Any thread.
   *
   * @param outcome the outcome
   */
  public void refused(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Success<T> success && cold) {
      options.discard(loop, success.value());
    } else if (outcome instanceof Outcome.Failure<T> failure) {
      loop.callExceptionHandler(
          new ExceptionContext("a result failed after its consumer had left", failure.exception()));
    }
  }

  /**
   * Does not call the receiver any more; what was watched goes on, and does not refer to it any
   * more.
   */
  public void detach() {
    if (gone) {
      return;
    }
    gone = true;
    Delivery.to(
        loop,
        () -> {
          if (future != null && !cold) {
            future.removeDoneCallback(new Watcher());
          }
        },
        () -> {});
  }

  /** Does not call the receiver any more, and cancels what was watched. */
  public void cancel() {
    if (!gone) {
      cancelRequested = true; // before gone: attaching looks at both
      gone = true;
      requestCancel();
    }
  }

  /** Cancels what was watched. The receiver is still told how it ends. */
  public void requestCancel() {
    cancelRequested = true;
    Delivery.to(
        loop,
        () -> {
          if (future != null) {
            future.cancel();
          } else if (!gone) {
            gone = true; // before it was attached
            receiver.receive(this, new Outcome.Cancelled<>(new CancelledError()));
          }
        },
        () -> {}); // a closed loop has ended its tasks
  }

  @Override
  public String toString() {
    return "Outlet(" + (cold ? "cold, " : "hot, ") + (gone ? "gone" : "listening") + ")";
  }
}
