// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static java.util.Objects.requireNonNull;

import io.interloop.Outcome;
import io.interloop.spi.Outlet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Shows each subscriber how hub work ends, through an outlet of its own. */
final class HubMono<T extends @Nullable Object> extends Mono<T> {
  private final Function<Outlet.Receiver<T>, Outlet<T>> open;
  private final Consumer<Outlet<T>> leave;

  private HubMono(Function<Outlet.Receiver<T>, Outlet<T>> open, Consumer<Outlet<T>> leave) {
    this.open = open;
    this.leave = leave;
  }

  /**
   * Creates a Mono.
   *
   * @param open opens an outlet for each subscriber
   * @param leave what a subscriber that cancels does to its outlet
   */
  static <T extends @Nullable Object> Mono<T> of(
      Function<Outlet.Receiver<T>, Outlet<T>> open, Consumer<Outlet<T>> leave) {
    return onAssembly(new HubMono<>(open, leave));
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    OneResult result = new OneResult(subscriber);
    subscriber.onSubscribe(result);
    result.begin();
  }

  private enum State {
    WAITING,
    REQUESTED,
    HELD,
    ENDED
  }

  /**
   * One subscriber's result.
   *
   * <pre>
   *   WAITING ──request──▶ REQUESTED ──value──▶ ENDED
   *      └──value──▶ HELD ──request──▶ ENDED           any ──no value, failure, cancel──▶ ENDED
   * </pre>
   *
   * <p>Whoever brings the state to ENDED signals, or leaves: the subscriber's threads and the loop
   * change it.
   */
  @SuppressWarnings("serial") // nobody writes a subscription to a file
  private final class OneResult extends AtomicReference<State>
      implements Subscription, Outlet.Receiver<T>, Runnable {
    private static final long serialVersionUID = 1L;

    private final CoreSubscriber<? super T> subscriber;

    /** The value while HELD. Written by the loop before that state is set. */
    private @Nullable T held;

    /** Set by the thread that subscribes, and by the loop if that comes first. */
    private volatile @Nullable Outlet<T> outlet;

    OneResult(CoreSubscriber<? super T> subscriber) {
      super(State.WAITING);
      this.subscriber = subscriber;
    }

    void begin() {
      if (get() == State.ENDED) {
        return;
      }
      Contexts.subscribe(subscriber.currentContext(), this);
      if (get() == State.ENDED) {
        leave();
      }
    }

    /** Opens the outlet, in the context that goes with the subscription. */
    @Override
    public void run() {
      outlet = open.apply(this);
    }

    // ---- the hub's side, on the loop

    @Override
    public void receive(Outlet<T> from, Outcome<T> outcome) {
      outlet = from; // before the state: who ends it has to know where a value goes back to
      switch (outcome) {
        case Outcome.Success<T> success -> succeeded(success);
        case Outcome.Failure<T> failure -> failed(outcome, failure.exception());
        case Outcome.Cancelled<T> cancelled -> failed(outcome, cancelled.toForeign());
      }
    }

    private void succeeded(Outcome.Success<T> success) {
      T value = success.value();
      if (value == null) {
        if (end()) {
          subscriber.onComplete();
        }
        return;
      }
      held = value;
      if (compareAndSet(State.WAITING, State.HELD)) {
        return;
      }
      if (compareAndSet(State.REQUESTED, State.ENDED)) {
        emit(value);
      } else {
        refuse(success);
      }
    }

    private void failed(Outcome<T> outcome, Throwable failure) {
      if (end()) {
        subscriber.onError(failure);
      } else {
        refuse(outcome);
      }
    }

    private void emit(T value) {
      held = null;
      subscriber.onNext(value);
      subscriber.onComplete();
    }

    private void refuse(Outcome<T> outcome) {
      requireNonNull(outlet).refused(outcome);
    }

    // ---- the subscriber's side, on any thread

    @Override
    public void request(long count) {
      if (count <= 0) {
        if (end()) {
          leave();
          subscriber.onError(
              new IllegalArgumentException(
                  "rule 3.9: the number of requested items must be above 0, not " + count));
        }
      } else if (!compareAndSet(State.WAITING, State.REQUESTED)
          && compareAndSet(State.HELD, State.ENDED)) {
        emit(requireNonNull(held));
      }
    }

    @Override
    public void cancel() {
      if (end()) {
        leave();
      }
    }

    /** Ends it without the value. Returns false if it had ended. */
    private boolean end() {
      State before = getAndSet(State.ENDED);
      if (before == State.HELD) {
        T value = requireNonNull(held);
        held = null;
        refuse(new Outcome.Success<>(value));
      }
      return before != State.ENDED;
    }

    private void leave() {
      Outlet<T> left = outlet;
      if (left != null) {
        leave.accept(left);
      }
    }
  }
}
