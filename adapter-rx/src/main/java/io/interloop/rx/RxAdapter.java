// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncRunnable;
import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.spi.Host;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.BooleanSupplier;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;

/**
 * RxJava's types to and from the hub. Each method is named for what it returns:
 *
 * <ul>
 *   <li>{@code awaitable}, {@code future}: the one result of a Single, Maybe or Completable;
 *   <li>{@code first}: the first of many;
 *   <li>{@code stream}: the items of a Flowable or an Observable;
 *   <li>{@code single}, {@code maybe}, {@code completable}: a future of the hub that runs anyway;
 *   <li>{@code deferSingle}, {@code deferMaybe}, {@code deferCompletable}: a coroutine, run anew
 *       for each subscriber;
 *   <li>{@code flowable}, {@code observable}: a stream of the hub, made anew for each subscriber;
 *   <li>{@code scheduler}: a loop for RxJava's operators to run on; {@code host}: a scheduler for a
 *       guest loop to run on.
 * </ul>
 *
 * <p><b>In common.</b> <i>Thread:</i> hub code always runs on its loop, whichever thread the Rx
 * source signals on; what comes from the hub signals on the loop, so an operator after it must not
 * block ({@code observeOn} leads elsewhere). <i>Cancelling:</i> cancelling the hub's side disposes
 * the Rx source, or leaves it running with {@link OnCancel#DETACH}. A {@link
 * java.util.concurrent.CancellationException} of the Rx source cancels the hub's future and leaves
 * {@link io.interloop.Task#cancelling()} of its waiter at 0. The other way a cancelled future is an
 * {@code onError} with a CancellationException, unless the observer has disposed. <i>Failure:</i>
 * the very exception, out of one {@code CompletionException} or {@code ExecutionException} if it is
 * wrapped in such. What fails too late for anyone to see goes to the loop's exception handler and,
 * if it comes from Rx, then to {@link RxJavaPlugins#onError}; a value that comes too late, to
 * {@link ConversionOptions#onDiscard()}. <i>Context:</i> a task that awaits goes on in its own
 * {@link io.interloop.Context}; what is made of the hub's starts in a copy of the context of the
 * code that subscribes, and so do the operators after it that run on the loop.
 */
public final class RxAdapter {
  private static final Inlet.Source SINGLE = source("the Single");
  private static final Inlet.Source MAYBE = source("the Maybe");
  private static final Inlet.Source COMPLETABLE = source("the Completable");
  private static final Inlet.Source FLOWABLE = source("the Flowable");
  private static final Inlet.Source OBSERVABLE = source("the Observable");

  private RxAdapter() {}

  private static Inlet.Source source(String name) {
    return new Inlet.Source(name, RxJavaPlugins::onError);
  }

  // ---- one value, to the hub

  /**
   * As {@link #awaitable(Single, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param source the Single
   */
  public static <T> Awaitable<T> awaitable(Single<? extends T> source) {
    return awaitable(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that subscribes to a Single.
   *
   * <p><i>Result:</i> the value. <i>Start:</i> when awaited, once for each await. <i>Thread:</i>
   * subscribes on the loop that awaits. <i>Cancelling:</i> disposes this subscription, one tick
   * later. <i>Failure:</i> thrown as it is. <i>Empty and null:</i> a value of null breaks Rx's
   * rules and is a {@link NullPointerException}. <i>asyncio:</i> {@code await coro()}.
   *
   * @param <T> the type of the value
   * @param source the Single
   * @param options cancel policy and discard hook
   */
  public static <T> Awaitable<T> awaitable(Single<? extends T> source, ConversionOptions options) {
    return Inlet.awaitable(SINGLE, options, attaching(source));
  }

  /**
   * As {@link #awaitable(Maybe, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param source the Maybe
   */
  public static <T> Awaitable<@Nullable T> awaitable(Maybe<? extends T> source) {
    return awaitable(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that subscribes to a Maybe.
   *
   * <p><i>Result:</i> the value. <i>Start:</i> when awaited, once for each await. <i>Thread:</i>
   * subscribes on the loop that awaits. <i>Cancelling:</i> disposes this subscription, one tick
   * later. <i>Failure:</i> thrown as it is. <i>Empty and null:</i> empty is null, or a {@link
   * java.util.NoSuchElementException} with {@link ConversionOptions.OnEmpty#FAIL}; a value of null
   * breaks Rx's rules and is a {@link NullPointerException}. <i>asyncio:</i> {@code await coro()}.
   *
   * @param <T> the type of the value
   * @param source the Maybe
   * @param options cancel and empty policy, discard hook
   */
  public static <T> Awaitable<@Nullable T> awaitable(
      Maybe<? extends T> source, ConversionOptions options) {
    return Inlet.awaitable(MAYBE, options, attaching(source));
  }

  /**
   * As {@link #awaitable(Completable, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param source the Completable
   */
  public static Awaitable<@Nullable Void> awaitable(Completable source) {
    return awaitable(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that subscribes to a Completable.
   *
   * <p><i>Result:</i> null, once it is complete. <i>Start:</i> when awaited, once for each await.
   * <i>Thread:</i> subscribes on the loop that awaits. <i>Cancelling:</i> disposes this
   * subscription, one tick later. <i>Failure:</i> thrown as it is. <i>Empty and null:</i> as for a
   * Maybe: {@link ConversionOptions.OnEmpty#FAIL} fails always. <i>asyncio:</i> {@code await
   * coro()}.
   *
   * @param source the Completable
   * @param options cancel policy
   */
  public static Awaitable<@Nullable Void> awaitable(Completable source, ConversionOptions options) {
    return Inlet.awaitable(COMPLETABLE, options, attaching(source));
  }

  /**
   * As {@link #future(Single, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param source the Single
   */
  public static <T> Future<T> future(Single<? extends T> source) {
    return future(source, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #awaitable(Single, ConversionOptions)}, subscribed now and once. Must be called on a
   * running loop. Cancelling the future disposes the subscription. <i>asyncio:</i> {@code
   * ensure_future}.
   *
   * @param <T> the type of the value
   * @param source the Single
   * @param options cancel policy and discard hook
   */
  public static <T> Future<T> future(Single<? extends T> source, ConversionOptions options) {
    return Inlet.future(SINGLE, options, attaching(source));
  }

  /**
   * As {@link #future(Maybe, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param source the Maybe
   */
  public static <T> Future<@Nullable T> future(Maybe<? extends T> source) {
    return future(source, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #awaitable(Maybe, ConversionOptions)}, subscribed now and once. Must be called on a
   * running loop. Cancelling the future disposes the subscription. <i>asyncio:</i> {@code
   * ensure_future}.
   *
   * @param <T> the type of the value
   * @param source the Maybe
   * @param options cancel and empty policy, discard hook
   */
  public static <T> Future<@Nullable T> future(
      Maybe<? extends T> source, ConversionOptions options) {
    return Inlet.future(MAYBE, options, attaching(source));
  }

  /**
   * As {@link #future(Completable, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param source the Completable
   */
  public static Future<@Nullable Void> future(Completable source) {
    return future(source, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #awaitable(Completable, ConversionOptions)}, subscribed now and once. Must be called
   * on a running loop. Cancelling the future disposes the subscription. <i>asyncio:</i> {@code
   * ensure_future}.
   *
   * @param source the Completable
   * @param options cancel policy
   */
  public static Future<@Nullable Void> future(Completable source, ConversionOptions options) {
    return Inlet.future(COMPLETABLE, options, attaching(source));
  }

  private static <T> Consumer<Inlet<T>> attaching(Single<? extends T> source) {
    Objects.requireNonNull(source, "source");
    return inlet -> source.subscribe(new InletObserver<>(inlet));
  }

  private static <T> Consumer<Inlet<@Nullable T>> attaching(Maybe<? extends T> source) {
    Objects.requireNonNull(source, "source");
    return inlet -> source.subscribe(new InletObserver<>(inlet));
  }

  private static Consumer<Inlet<@Nullable Void>> attaching(Completable source) {
    Objects.requireNonNull(source, "source");
    return inlet -> source.subscribe(new InletObserver<>(inlet));
  }

  // ---- the first of many, to the hub

  /**
   * As {@link #first(Flowable, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source the Flowable
   */
  public static <T> Awaitable<@Nullable T> first(Flowable<? extends T> source) {
    return first(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that takes the first item of a Flowable.
   *
   * <p><i>Result:</i> the first item; {@link ConversionOptions#afterFirst()} says whether the
   * Flowable is then cancelled, having been requested one item, or runs to its end before the
   * coroutine returns. <i>Start:</i> subscribes when awaited, once for each await. <i>Thread:</i>
   * subscribes on the loop that awaits. <i>Cancelling:</i> cancels this subscription, one tick
   * later. <i>Failure:</i> thrown as it is, also one that follows the first item, if the rest is
   * awaited. <i>Empty and null:</i> empty is null, or a {@link java.util.NoSuchElementException}
   * with {@link ConversionOptions.OnEmpty#FAIL}. <i>asyncio:</i> {@code await anext(aiter)}.
   *
   * @param <T> the type of the items
   * @param source the Flowable
   * @param options what becomes of the rest, cancel and empty policy, discard hook
   */
  public static <T> Awaitable<@Nullable T> first(
      Flowable<? extends T> source, ConversionOptions options) {
    Flow.Publisher<T> publisher = new FlowablePublisher<>(source);
    return Inlet.awaitable(
        FLOWABLE, options, inlet -> publisher.subscribe(PublisherInlet.first(inlet)));
  }

  /**
   * As {@link #first(Observable, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source the Observable
   */
  public static <T> Awaitable<@Nullable T> first(Observable<? extends T> source) {
    return first(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that takes the first item of an Observable: as {@link #first(Flowable,
   * ConversionOptions)}, but that the Observable cannot be asked for one item; what it emits until
   * it is disposed goes to the discard hook.
   *
   * @param <T> the type of the items
   * @param source the Observable
   * @param options what becomes of the rest, cancel and empty policy, discard hook
   */
  public static <T> Awaitable<@Nullable T> first(
      Observable<? extends T> source, ConversionOptions options) {
    Objects.requireNonNull(source, "source");
    return Inlet.awaitable(
        OBSERVABLE,
        options,
        inlet ->
            new ObservablePublisher<T>(inlet.loop(), OBSERVABLE, source, Overflow.BUFFER, options)
                .subscribe(PublisherInlet.first(inlet)));
  }

  // ---- many values, to the hub

  /**
   * As {@link #stream(Flowable, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source the Flowable
   */
  public static <T> AsyncStream<T> stream(Flowable<? extends T> source) {
    return stream(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Flowable's items as a stream of the running loop.
   *
   * <p><i>Result:</i> the items, in order. <i>Start:</i> subscribes when the iteration starts.
   * <i>Thread:</i> subscribes, requests and cancels on the loop; up to {@link
   * ConversionOptions#prefetch()} items are requested ahead. <i>Cancelling:</i> closing the stream,
   * or cancelling the task that waits for an item, cancels the subscription. <i>Failure:</i> thrown
   * by the iteration, as it is, after the items before it. <i>Empty and null:</i> an empty Flowable
   * is an iteration without items; items are never null. <i>asyncio:</i> {@code async for}.
   *
   * @param <T> the type of the items
   * @param source the Flowable
   * @param options prefetch and discard hook
   */
  public static <T> AsyncStream<T> stream(Flowable<? extends T> source, ConversionOptions options) {
    return EventLoop.running().stream(new FlowablePublisher<>(source), FLOWABLE, options);
  }

  /**
   * As {@link #stream(Observable, Overflow, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source the Observable
   * @param overflow what becomes of items the consumer is too slow for
   */
  public static <T> AsyncStream<T> stream(Observable<? extends T> source, Overflow overflow) {
    return stream(source, overflow, ConversionOptions.DEFAULT);
  }

  /**
   * Returns an Observable's items as a stream of the running loop.
   *
   * <p><i>Result:</i> the items, in order, without those that are dropped. <i>Start:</i> subscribes
   * when the iteration starts. <i>Thread:</i> subscribes and disposes on the loop; the emitter is
   * never blocked. One item is on its way to the consumer, and up to {@link
   * ConversionOptions#prefetch()} wait behind it; then {@link Overflow} decides. <i>Cancelling:</i>
   * closing the stream, or cancelling the task that waits for an item, disposes the Observable.
   * <i>Failure:</i> thrown by the iteration, as it is, after the items before it. <i>Empty and
   * null:</i> an empty Observable is an iteration without items; an item of null breaks Rx's rules
   * and is a {@link NullPointerException}. <i>asyncio:</i> {@code async for}.
   *
   * @param <T> the type of the items
   * @param source the Observable
   * @param overflow what becomes of items the consumer is too slow for
   * @param options how many may wait, and the discard hook
   */
  public static <T> AsyncStream<T> stream(
      Observable<? extends T> source, Overflow overflow, ConversionOptions options) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(overflow, "overflow");
    EventLoop loop = EventLoop.running();
    // What was handed over cannot be dropped any more, so as little as possible is.
    return loop.stream(
        new ObservablePublisher<T>(loop, OBSERVABLE, source, overflow, options),
        OBSERVABLE,
        options.withPrefetch(1));
  }

  // ---- one value, from the hub: hot

  /**
   * Returns a future of the hub as a Single. Any thread may subscribe, any number of times.
   *
   * <p><i>Result:</i> the future's. <i>Start:</i> none: the future runs anyway. <i>Thread:</i>
   * signals on the future's loop. <i>Cancelling:</i> dispose detaches this observer, and the future
   * goes on; a cancelled future is an {@code onError} with a CancellationException. <i>Failure:</i>
   * {@code onError} with the very exception. <i>Empty and null:</i> null is an {@code onError} with
   * a {@link NullPointerException}, as a Single cannot be empty. <i>asyncio:</i> {@code shield}.
   *
   * @param <T> the type of the value
   * @param future the future
   */
  public static <T extends @Nullable Object> Single<T> single(Future<T> future) {
    return RxJavaPlugins.onAssembly(new HubSingle<>(new Origins.Hot<>(future)));
  }

  /**
   * Returns a future of the hub as a Maybe: as {@link #single(Future)}, but null is empty.
   *
   * @param <T> the type of the value
   * @param future the future
   */
  public static <T extends @Nullable Object> Maybe<T> maybe(Future<T> future) {
    return RxJavaPlugins.onAssembly(new HubMaybe<>(new Origins.Hot<>(future)));
  }

  /**
   * Returns a future of the hub as a Completable: as {@link #single(Future)}, but the value is
   * ignored.
   *
   * @param future the future
   */
  public static Completable completable(Future<?> future) {
    return RxJavaPlugins.onAssembly(new HubCompletable<>(new Origins.Hot<>(future)));
  }

  // ---- one value, from the hub: cold

  /**
   * As {@link #deferSingle(EventLoop, Awaitable, ConversionOptions)}, on the loop that is running
   * now, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param coroutine what each subscriber's task runs
   */
  public static <T extends @Nullable Object> Single<T> deferSingle(Awaitable<T> coroutine) {
    return deferSingle(EventLoop.running(), coroutine);
  }

  /**
   * As {@link #deferSingle(EventLoop, Awaitable, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   */
  public static <T extends @Nullable Object> Single<T> deferSingle(
      EventLoop loop, Awaitable<T> coroutine) {
    return deferSingle(loop, coroutine, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Single that runs a coroutine in a new task for each subscriber.
   *
   * <p><i>Result:</i> the coroutine's. <i>Start:</i> with each subscription, which any thread may
   * make. <i>Thread:</i> the task runs, and signals, on the loop. <i>Cancelling:</i> dispose
   * cancels the task, or with {@link OnCancel#DETACH} lets it run on unheard; a task that is
   * cancelled from elsewhere is an {@code onError} with a CancellationException. <i>Failure:</i>
   * {@code onError} with the very exception; an {@link IllegalStateException} if the loop is
   * closed. <i>Empty and null:</i> null is an {@code onError} with a {@link NullPointerException},
   * as a Single cannot be empty. <i>asyncio:</i> {@code create_task}.
   *
   * @param <T> the type of the value
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   * @param options cancel policy and discard hook
   */
  public static <T extends @Nullable Object> Single<T> deferSingle(
      EventLoop loop, Awaitable<T> coroutine, ConversionOptions options) {
    return RxJavaPlugins.onAssembly(new HubSingle<>(new Origins.Cold<>(loop, coroutine, options)));
  }

  /**
   * As {@link #deferMaybe(EventLoop, Awaitable, ConversionOptions)}, on the loop that is running
   * now, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param coroutine what each subscriber's task runs
   */
  public static <T extends @Nullable Object> Maybe<T> deferMaybe(Awaitable<T> coroutine) {
    return deferMaybe(EventLoop.running(), coroutine);
  }

  /**
   * As {@link #deferMaybe(EventLoop, Awaitable, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   */
  public static <T extends @Nullable Object> Maybe<T> deferMaybe(
      EventLoop loop, Awaitable<T> coroutine) {
    return deferMaybe(loop, coroutine, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Maybe that runs a coroutine in a new task for each subscriber: as {@link
   * #deferSingle(EventLoop, Awaitable, ConversionOptions)}, but null is empty.
   *
   * @param <T> the type of the value
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   * @param options cancel policy and discard hook
   */
  public static <T extends @Nullable Object> Maybe<T> deferMaybe(
      EventLoop loop, Awaitable<T> coroutine, ConversionOptions options) {
    return RxJavaPlugins.onAssembly(new HubMaybe<>(new Origins.Cold<>(loop, coroutine, options)));
  }

  /**
   * As {@link #deferCompletable(EventLoop, Awaitable, ConversionOptions)}, on the loop that is
   * running now, with {@link ConversionOptions#DEFAULT}.
   *
   * @param coroutine what each subscriber's task runs
   */
  public static Completable deferCompletable(Awaitable<?> coroutine) {
    return deferCompletable(EventLoop.running(), coroutine);
  }

  /**
   * As {@link #deferCompletable(EventLoop, Awaitable, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   */
  public static Completable deferCompletable(EventLoop loop, Awaitable<?> coroutine) {
    return deferCompletable(loop, coroutine, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Completable that runs a coroutine in a new task for each subscriber: as {@link
   * #deferSingle(EventLoop, Awaitable, ConversionOptions)}, but the value is ignored.
   *
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   * @param options cancel policy and discard hook
   */
  public static Completable deferCompletable(
      EventLoop loop, Awaitable<?> coroutine, ConversionOptions options) {
    return RxJavaPlugins.onAssembly(
        new HubCompletable<>(new Origins.Cold<>(loop, coroutine, options)));
  }

  /**
   * As {@link #deferCompletable(EventLoop, Awaitable, ConversionOptions)}, for a coroutine without
   * a result, on the loop that is running now, with {@link ConversionOptions#DEFAULT}.
   *
   * @param coroutine what each subscriber's task runs
   */
  public static Completable deferCompletable(AsyncRunnable coroutine) {
    return deferCompletable(EventLoop.running(), coroutine);
  }

  /**
   * As {@link #deferCompletable(EventLoop, Awaitable, ConversionOptions)}, for a coroutine without
   * a result, with {@link ConversionOptions#DEFAULT}.
   *
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   */
  public static Completable deferCompletable(EventLoop loop, AsyncRunnable coroutine) {
    return deferCompletable(loop, coroutine, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #deferCompletable(EventLoop, Awaitable, ConversionOptions)}, for a coroutine without
   * a result.
   *
   * @param loop where the tasks run
   * @param coroutine what each subscriber's task runs
   * @param options cancel policy
   */
  public static Completable deferCompletable(
      EventLoop loop, AsyncRunnable coroutine, ConversionOptions options) {
    Objects.requireNonNull(coroutine, "coroutine");
    Awaitable<@Nullable Void> withoutResult =
        () -> {
          coroutine.run();
          return null;
        };
    return deferCompletable(loop, withoutResult, options);
  }

  // ---- many values, from the hub

  /**
   * As {@link #flowable(EventLoop, Supplier, ConversionOptions)}, on the loop that is running now,
   * with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source makes a stream for each subscriber
   */
  public static <T> Flowable<T> flowable(Supplier<? extends AsyncStream<? extends T>> source) {
    return flowable(EventLoop.running(), source);
  }

  /**
   * As {@link #flowable(EventLoop, Supplier, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber
   */
  public static <T> Flowable<T> flowable(
      EventLoop loop, Supplier<? extends AsyncStream<? extends T>> source) {
    return flowable(loop, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Flowable that iterates over a new stream for each subscriber, in a task of its own.
   *
   * <p><i>Result:</i> the stream's items, in order, as many as are requested. <i>Start:</i> with
   * each subscription, which any thread may make; the stream is made with the first request.
   * <i>Thread:</i> the task runs, and signals, on the loop. <i>Cancelling:</i> cancelling the
   * subscription cancels the task, which closes the stream; a stream or task that is cancelled from
   * elsewhere is an {@code onError} with a CancellationException. <i>Failure:</i> {@code onError}
   * with the very exception; an {@link IllegalStateException} if the loop is closed. <i>Empty and
   * null:</i> no items, no {@code onNext}; items are never null. <i>asyncio:</i> {@code async for}
   * in a task.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber; called on the loop
   * @param options discard hook
   */
  public static <T> Flowable<T> flowable(
      EventLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(loop.<T>publisher(source, options)));
  }

  /**
   * As {@link #observable(EventLoop, Supplier, ConversionOptions)}, on the loop that is running
   * now, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source makes a stream for each subscriber
   */
  public static <T> Observable<T> observable(Supplier<? extends AsyncStream<? extends T>> source) {
    return observable(EventLoop.running(), source);
  }

  /**
   * As {@link #observable(EventLoop, Supplier, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber
   */
  public static <T> Observable<T> observable(
      EventLoop loop, Supplier<? extends AsyncStream<? extends T>> source) {
    return observable(loop, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns an Observable that iterates over a new stream for each observer: as {@link
   * #flowable(EventLoop, Supplier, ConversionOptions)}, without waiting for requests.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each observer; called on the loop
   * @param options discard hook
   */
  public static <T> Observable<T> observable(
      EventLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    return RxAdapter.<T>flowable(loop, source, options).toObservable();
  }

  // ---- schedulers

  /**
   * Returns a loop as a Scheduler.
   *
   * <p>Any thread may schedule and dispose. <i>Start:</i> work runs in callbacks of the loop, that
   * of a worker first in, first out, never inside the call that schedules it; what is periodic
   * keeps its rate. {@code now()} and delays are on the loop's clock. <i>Thread:</i> it must not
   * block. <i>Cancelling:</i> disposing has work not run, or not run again, and interrupts nothing;
   * a worker that is disposed disposes its work and returns {@link
   * io.reactivex.rxjava3.disposables.Disposable#disposed()} from then on. After {@code shutdown()}
   * or once the loop is closed, that is returned too, and a {@link
   * java.util.concurrent.RejectedExecutionException} goes to {@link RxJavaPlugins#onError}. A
   * scheduler that is shut down does not start again. <i>Failure:</i> what work throws goes to
   * {@link RxJavaPlugins#onError} and to the loop's exception handler. <i>asyncio:</i> {@code
   * call_soon_threadsafe}, {@code call_at}.
   *
   * @param loop where the work runs
   * @return a new scheduler, with an end of its own
   */
  public static Scheduler scheduler(EventLoop loop) {
    return new LoopScheduler(loop);
  }

  // ---- hosts

  /**
   * Returns a Scheduler as the host of a guest loop, for {@code Asyncio.newGuestLoop}.
   *
   * <p><i>Thread:</i> turns run on any thread of the scheduler, one after the other. A scheduler
   * that runs work inside the call, such as {@code trampoline()}, is refused. Delays are the
   * scheduler's; so is the time, if it has one of its own, as {@link
   * io.reactivex.rxjava3.schedulers.TestScheduler} does. <i>Cancelling:</i> nothing of the
   * scheduler is disposed. Close the loop before the scheduler is shut down; if a scheduler refuses
   * a turn, its guest closes.
   *
   * @param scheduler runs the turns
   */
  public static Host host(Scheduler scheduler) {
    return SchedulerHost.of(Objects.requireNonNull(scheduler, "scheduler"));
  }

  /**
   * As {@link #host(Scheduler)}, for turns that stay on one worker, which for most schedulers means
   * on one thread.
   *
   * @param worker runs the turns; the caller disposes it, after the loop is closed
   */
  public static Host host(Scheduler.Worker worker) {
    return SchedulerHost.of(Objects.requireNonNull(worker, "worker"));
  }

  // ---- blocking

  /**
   * Has {@code blockingGet()}, {@code blockingForEach()} and the like fail in code of a loop, with
   * RxJava's own message, instead of waiting for the loop they keep from running: awaiting is the
   * way there.
   *
   * <p>It is a setting of the whole JVM, so the application installs it, once. It turns {@link
   * RxJavaPlugins#setFailOnNonBlockingScheduler} on, which has blocking fail on RxJava's
   * computation and single threads too, and adds to what {@link RxJavaPlugins#setOnBeforeBlocking}
   * was given before; {@link RxJavaPlugins#reset()} takes both away.
   */
  public static void refuseBlockingOnLoops() {
    BooleanSupplier before = RxJavaPlugins.getOnBeforeBlocking();
    RxJavaPlugins.setOnBeforeBlocking(
        () -> runsLoopCode() || (before != null && before.getAsBoolean()));
    RxJavaPlugins.setFailOnNonBlockingScheduler(true);
  }

  private static boolean runsLoopCode() {
    EventLoop loop = EventLoop.runningOrNull();
    return loop != null && loop.isCurrent();
  }
}
