// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static java.util.Objects.requireNonNull;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Converts the JDK's own asynchronous types to the hub's and back.
 *
 * <pre>{@code
 * HttpResponse<String> response = awaitable(client.sendAsync(request, ofString())).await();
 *
 * CompletableFuture<Report> report = completableFuture(loop, () -> writeReport());
 * }</pre>
 *
 * <p>Import the methods statically; each is named for what it returns.
 *
 * <p><b>Context.</b> A task that awaits goes on in its own {@link io.interloop.Context}. What is
 * made of the hub's starts in a copy of the context of the code that converted, or subscribed, and
 * so do the stages and subscribers after it that run on the loop.
 */
public final class FutureAdapter {
  private static final Inlet.Source PUBLISHER = new Inlet.Source("the Flow.Publisher");

  private FutureAdapter() {}

  // ---- a stage to the hub

  /**
   * As {@link #awaitable(CompletionStage, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param stage the source
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      CompletionStage<? extends T> stage) {
    return awaitable(stage, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for a stage.
   *
   * <p><i>Start:</i> a stage runs anyway; each await attaches to it. <i>Thread:</i> the result
   * arrives on the loop, never inline on the thread that completes the stage. <i>Cancelling</i> the
   * task that awaits cancels the stage's future with {@code cancel(true)}, which is what aborts a
   * request of the JDK's HTTP client; {@link ConversionOptions#onCancel()} may say otherwise. A
   * stage that has no future of its own, as of {@link CompletableFuture#minimalCompletionStage()},
   * is not reached by that. If the stage is cancelled, the await throws {@link
   * io.interloop.CancelledError}, and {@code cancelling()} of the task stays at 0. <i>Failure:</i>
   * the very exception, with one {@code CompletionException} taken off. One that comes after the
   * cancellation goes to the loop's exception handler. <i>Empty and null:</i> null is null; a value
   * that comes after the cancellation goes to the discard hook. <i>asyncio:</i> {@code
   * asyncio.wrap_future}.
   *
   * @param <T> the type of the result
   * @param stage the source
   * @param options the cancel policy and the discard hook
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      CompletionStage<? extends T> stage, ConversionOptions options) {
    requireNonNull(stage, "stage");
    return new StageInlet.Waiting<>(stage, options);
  }

  /**
   * As {@link #awaitable(CompletionStage)}. It is here because a {@code CompletableFuture} is both
   * a stage and a {@code java.util.concurrent.Future}.
   *
   * @param <T> the type of the result
   * @param future the source
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      CompletableFuture<? extends T> future) {
    return awaitable((CompletionStage<? extends T>) future, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #awaitable(CompletionStage, ConversionOptions)}.
   *
   * @param <T> the type of the result
   * @param future the source
   * @param options the cancel policy and the discard hook
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      CompletableFuture<? extends T> future, ConversionOptions options) {
    return awaitable((CompletionStage<? extends T>) future, options);
  }

  /**
   * As {@link #future(CompletionStage, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param stage the source
   */
  public static <T extends @Nullable Object> Future<T> future(CompletionStage<? extends T> stage) {
    return future(stage, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a future of the running loop for a stage. As {@link #awaitable(CompletionStage,
   * ConversionOptions)}, but for the <i>start:</i> it attaches now, and once. Must be called on the
   * loop.
   *
   * @param <T> the type of the result
   * @param stage the source
   * @param options the cancel policy and the discard hook
   * @return the future; done already, if the stage is
   */
  public static <T extends @Nullable Object> Future<T> future(
      CompletionStage<? extends T> stage, ConversionOptions options) {
    requireNonNull(stage, "stage");
    return Inlet.future(StageInlet.SOURCE, options, inlet -> StageInlet.attach(stage, inlet));
  }

  /**
   * As {@link #future(CompletionStage)}.
   *
   * @param <T> the type of the result
   * @param future the source
   */
  public static <T extends @Nullable Object> Future<T> future(
      CompletableFuture<? extends T> future) {
    return future((CompletionStage<? extends T>) future, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #future(CompletionStage, ConversionOptions)}.
   *
   * @param <T> the type of the result
   * @param future the source
   * @param options the cancel policy and the discard hook
   */
  public static <T extends @Nullable Object> Future<T> future(
      CompletableFuture<? extends T> future, ConversionOptions options) {
    return future((CompletionStage<? extends T>) future, options);
  }

  /**
   * As {@link #awaitable(Supplier, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param start starts the operation
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Supplier<? extends CompletionStage<? extends T>> start) {
    return awaitable(start, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that starts an operation and waits for its stage. As {@link
   * #awaitable(CompletionStage, ConversionOptions)}, but for the <i>start:</i> each await calls the
   * supplier, on the loop, and has a stage of its own. So what is never awaited never starts, and
   * {@code LAST_WAITER} is the same as {@code PROPAGATE}. <i>Failure:</i> what the supplier throws
   * is thrown. <i>asyncio:</i> a coroutine function that awaits {@code asyncio.wrap_future}.
   *
   * @param <T> the type of the result
   * @param start starts the operation; it must not block
   * @param options the cancel policy and the discard hook
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Supplier<? extends CompletionStage<? extends T>> start, ConversionOptions options) {
    requireNonNull(start, "start");
    return Inlet.awaitable(
        StageInlet.SOURCE,
        options,
        inlet -> StageInlet.attach(requireNonNull(start.get(), "the supplier's stage"), inlet));
  }

  // ---- a blocking future to the hub

  /**
   * As {@link #awaitable(java.util.concurrent.Future, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param future the source
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      java.util.concurrent.Future<? extends T> future) {
    return awaitable(future, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for a future that can only be waited for by blocking.
   *
   * <p><i>Start:</i> the future runs anyway; each await that finds it pending has a thread of the
   * loop's default executor wait in {@code get()}, so the loop goes on. <i>Thread:</i> the result
   * arrives on the loop. <i>Cancelling</i> the task that awaits cancels the future with {@code
   * cancel(true)}; {@link ConversionOptions#onCancel()} may say otherwise, and the thread then
   * waits on. If the future is cancelled, the await throws {@link io.interloop.CancelledError}, and
   * {@code cancelling()} of the task stays at 0. <i>Failure:</i> the very exception, with one
   * {@code ExecutionException} taken off. One that comes after the cancellation goes to the loop's
   * exception handler. <i>Empty and null:</i> null is null; a value that comes after the
   * cancellation goes to the discard hook. <i>asyncio:</i> {@code asyncio.wrap_future}.
   *
   * @param <T> the type of the result
   * @param future the source
   * @param options the cancel policy and the discard hook
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      java.util.concurrent.Future<? extends T> future, ConversionOptions options) {
    requireNonNull(future, "future");
    return Inlet.sharedAwaitable(
        BlockingInlet.SOURCE, options, inlet -> BlockingInlet.attach(future, inlet));
  }

  /**
   * As {@link #future(java.util.concurrent.Future, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param future the source
   */
  public static <T extends @Nullable Object> Future<T> future(
      java.util.concurrent.Future<? extends T> future) {
    return future(future, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a future of the running loop for one that can only be waited for by blocking. As {@link
   * #awaitable(java.util.concurrent.Future, ConversionOptions)}, but for the <i>start:</i> it
   * attaches now, and once. Must be called on the loop.
   *
   * @param <T> the type of the result
   * @param future the source
   * @param options the cancel policy and the discard hook
   * @return the hub's future
   */
  public static <T extends @Nullable Object> Future<T> future(
      java.util.concurrent.Future<? extends T> future, ConversionOptions options) {
    requireNonNull(future, "future");
    return Inlet.future(
        BlockingInlet.SOURCE, options, inlet -> BlockingInlet.attach(future, inlet));
  }

  // ---- code on an executor to the hub

  /**
   * As {@link #awaitable(Executor, Callable, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param executor where the code runs
   * @param code what to run; it may block
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Executor executor, Callable<? extends T> code) {
    return awaitable(executor, code, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that runs code on an executor and waits for its result.
   *
   * <p><i>Start:</i> each await hands the code to the executor; if that refuses, its exception is
   * thrown. <i>Thread:</i> the code runs where the executor runs it, and may block there; the
   * result arrives on the loop. <i>Cancelling</i> the task that awaits keeps the code from
   * starting, or interrupts the thread in which it runs, and that thread only while it does; {@link
   * ConversionOptions#onCancel()} may let it run on. Code that throws a {@code
   * CancellationException} makes the await throw {@link io.interloop.CancelledError}, and {@code
   * cancelling()} of the task stays at 0. <i>Failure:</i> the very exception, with one {@code
   * CompletionException} or {@code ExecutionException} taken off. One that comes after the
   * cancellation goes to the loop's exception handler, but for the {@code InterruptedException}
   * that answers it. <i>Empty and null:</i> null is null; a value that comes after the cancellation
   * goes to the discard hook. <i>asyncio:</i> {@code loop.run_in_executor}, which does not
   * interrupt.
   *
   * @param <T> the type of the result
   * @param executor where the code runs
   * @param code what to run
   * @param options the cancel policy and the discard hook
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Executor executor, Callable<? extends T> code, ConversionOptions options) {
    requireNonNull(executor, "executor");
    requireNonNull(code, "code");
    return Inlet.awaitable(
        CallInlet.SOURCE, options, inlet -> CallInlet.attach(executor, code, inlet));
  }

  /**
   * As {@link #future(Executor, Callable, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param executor where the code runs
   * @param code what to run; it may block
   */
  public static <T extends @Nullable Object> Future<T> future(
      Executor executor, Callable<? extends T> code) {
    return future(executor, code, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a future of the running loop for code on an executor. As {@link #awaitable(Executor,
   * Callable, ConversionOptions)}, but for the <i>start:</i> the executor gets the code now, and
   * once. Must be called on the loop.
   *
   * @param <T> the type of the result
   * @param executor where the code runs
   * @param code what to run
   * @param options the cancel policy and the discard hook
   * @return the future
   */
  public static <T extends @Nullable Object> Future<T> future(
      Executor executor, Callable<? extends T> code, ConversionOptions options) {
    requireNonNull(executor, "executor");
    requireNonNull(code, "code");
    return Inlet.future(
        CallInlet.SOURCE, options, inlet -> CallInlet.attach(executor, code, inlet));
  }

  // ---- the hub to a CompletableFuture

  /**
   * As {@link #completableFuture(EventLoop, Awaitable, ConversionOptions)} on the loop of a given
   * future, or on the running loop for a coroutine.
   *
   * @param <T> the type of the result
   * @param awaitable a future, or a coroutine
   */
  public static <T extends @Nullable Object> CompletableFuture<T> completableFuture(
      Awaitable<T> awaitable) {
    EventLoop loop = awaitable instanceof Future<?> future ? future.getLoop() : EventLoop.running();
    return completableFuture(loop, awaitable);
  }

  /**
   * As {@link #completableFuture(EventLoop, Awaitable, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param loop where the coroutine runs
   * @param awaitable a future of that loop, or a coroutine
   */
  public static <T extends @Nullable Object> CompletableFuture<T> completableFuture(
      EventLoop loop, Awaitable<T> awaitable) {
    return completableFuture(loop, awaitable, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a {@code CompletableFuture} for the result of a coroutine or a future.
   *
   * <p><i>Start:</i> at once: a coroutine becomes a task, a future is watched; of a future that is
   * done, code of its loop gets a {@code CompletableFuture} that is done. Any thread may call this.
   * <i>Thread:</i> it is completed on the loop, so what depends on it runs there unless it asks for
   * an executor; it must not block. {@code join} and {@code get} refuse with an {@link
   * IllegalStateException} where they would wait on the loop for the loop itself.
   * <i>Cancelling:</i> {@code cancel}, {@code complete}, {@code completeExceptionally}, {@code
   * completeAsync}, {@code orTimeout} and {@code completeOnTimeout} cancel the task, or the future
   * that is watched, unless {@link ConversionOptions#onCancel()} lets it run on; so do those of the
   * stages derived from it. If the task is cancelled, so is the {@code CompletableFuture}.
   * <i>Failure:</i> it is completed with the very exception; one that comes after it was completed
   * from outside goes to the loop's exception handler. If the loop is closed, it fails with an
   * {@link IllegalStateException}. <i>Empty and null:</i> null is null; a value that comes after it
   * was completed from outside goes to the discard hook. <i>asyncio:</i> {@code
   * asyncio.run_coroutine_threadsafe}.
   *
   * @param <T> the type of the result
   * @param loop where the coroutine runs
   * @param awaitable a future of that loop, or a coroutine
   * @param options the cancel policy and the discard hook
   * @return the future
   * @throws IllegalArgumentException if the future belongs to another loop
   */
  public static <T extends @Nullable Object> CompletableFuture<T> completableFuture(
      EventLoop loop, Awaitable<T> awaitable, ConversionOptions options) {
    return HubFuture.of(loop, awaitable, options);
  }

  // ---- Flow to the hub

  /**
   * As {@link #first(Flow.Publisher, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   */
  public static <T> Awaitable<@Nullable T> first(Flow.Publisher<? extends T> publisher) {
    return first(publisher, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for the first of a publisher's items.
   *
   * <p><i>Start:</i> each await subscribes. <i>Thread:</i> the item arrives on the loop.
   * <i>Cancelling</i> the task that awaits cancels the subscription, on the loop, so never beside a
   * request. Once the first item is there, {@link ConversionOptions#afterFirst()} says what becomes
   * of the rest: cancelled, or awaited and discarded. A publisher that fails with a {@code
   * CancellationException} makes the await throw {@link io.interloop.CancelledError}; {@code
   * cancelling()} of the task stays at 0. <i>Failure:</i> the very exception; one that comes later
   * goes to the loop's exception handler. <i>Empty and null:</i> a publisher without items is null,
   * or a {@link java.util.NoSuchElementException} if {@link ConversionOptions#onEmpty()} says so;
   * an item nobody sees goes to the discard hook. <i>asyncio:</i> {@code anext(aiter)}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param options what becomes of the rest, of an empty source, of late items
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T> Awaitable<@Nullable T> first(
      Flow.Publisher<? extends T> publisher, ConversionOptions options) {
    requireNonNull(publisher, "publisher");
    return Inlet.awaitable(
        PUBLISHER, options, inlet -> publisher.subscribe(PublisherInlet.first(inlet)));
  }

  /**
   * As {@link #stream(Flow.Publisher, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   */
  public static <T> AsyncStream<T> stream(Flow.Publisher<? extends T> publisher) {
    return stream(publisher, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a publisher's items as a stream of the running loop.
   *
   * <p><i>Start:</i> it subscribes when the iteration begins. <i>Thread:</i> the items arrive in
   * the task that iterates. At most {@link ConversionOptions#prefetch()} items are requested and
   * not consumed. <i>Cancelling</i> the task while it waits, and closing the stream early, cancel
   * the subscription. <i>Failure:</i> the very exception, behind the items that came before it; one
   * that comes after the stream was closed goes to the loop's exception handler. <i>Empty and
   * null:</i> a publisher without items is an empty stream; items nobody consumes go to the discard
   * hook. <i>asyncio:</i> an async iterator.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param options the prefetch and the discard hook
   * @return the stream, to be iterated over once
   */
  public static <T> AsyncStream<T> stream(
      Flow.Publisher<? extends T> publisher, ConversionOptions options) {
    return EventLoop.running().stream(publisher, PUBLISHER, options);
  }

  /**
   * As {@link #subscriber(EventLoop, ConversionOptions)} on the running loop, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   */
  public static <T> StreamSubscriber<T> subscriber() {
    return subscriber(EventLoop.running(), ConversionOptions.DEFAULT);
  }

  /**
   * Returns a subscriber that is a stream: for a publisher that wants to be given its subscriber,
   * as {@code BodySubscribers.fromSubscriber} does. Any thread may call this.
   *
   * <p><i>Result:</i> the items, in order. <i>Start:</i> none; it is subscribed by others, once,
   * and requests when the iteration begins. <i>Thread:</i> any thread may signal; the items arrive
   * in the task that iterates. At most {@link ConversionOptions#prefetch()} items are requested and
   * not consumed. <i>Cancelling</i> the task while it waits, and closing the stream, cancel the
   * subscription, also one that comes later. A publisher that fails with a {@code
   * CancellationException} makes the iteration throw {@link io.interloop.CancelledError}.
   * <i>Failure:</i> the very exception, behind the items that came before it; one that nobody
   * iterates for goes to the loop's exception handler when the stream is closed. <i>Empty and
   * null:</i> a publisher without items is an empty stream; items nobody consumes go to the discard
   * hook. <i>asyncio:</i> a {@code Queue} that a protocol fills, read with {@code async for}.
   *
   * @param <T> the type of the items
   * @param loop where the stream is iterated over
   * @param options the prefetch and the discard hook
   * @return the subscriber, to be subscribed once and to be iterated over once
   */
  public static <T> StreamSubscriber<T> subscriber(EventLoop loop, ConversionOptions options) {
    return new SubscriberStream<>(requireNonNull(loop, "loop"), requireNonNull(options, "options"));
  }

  // ---- the hub to Flow

  /**
   * As {@link #publisher(EventLoop, Supplier, ConversionOptions)} on the running loop.
   *
   * @param <T> the type of the items
   * @param source makes a stream for each subscriber
   */
  public static <T> Flow.Publisher<T> publisher(
      Supplier<? extends AsyncStream<? extends T>> source) {
    return publisher(EventLoop.running(), source);
  }

  /**
   * As {@link #publisher(EventLoop, Supplier, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber
   */
  public static <T> Flow.Publisher<T> publisher(
      EventLoop loop, Supplier<? extends AsyncStream<? extends T>> source) {
    return publisher(loop, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a publisher of a stream's items.
   *
   * <p><i>Start:</i> each subscriber gets a stream and a task of its own, when it first requests.
   * Any thread may subscribe. <i>Thread:</i> signals come on the loop. One item is signalled for
   * each that is requested; the stream is at most one item ahead. <i>Cancelling</i> the
   * subscription cancels the task, and the stream is closed, so that a generator's {@code finally}
   * runs. A stream that is cancelled from elsewhere fails with a {@code CancellationException}.
   * <i>Failure:</i> the very exception; one of the cleanup after the cancellation goes to the
   * loop's exception handler. If the loop is closed, the subscriber is told so with an {@link
   * IllegalStateException}. <i>Empty and null:</i> an empty stream completes; an item that was
   * ready when the subscriber cancelled goes to the discard hook. <i>asyncio:</i> an async
   * generator, seen from outside.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber; called on the loop
   * @param options the discard hook
   * @return the publisher
   */
  public static <T> Flow.Publisher<T> publisher(
      EventLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    return loop.publisher(source, options);
  }

  // ---- the hub between two ends of Flow

  /**
   * As {@link #processor(EventLoop, Function, ConversionOptions)} on the running loop, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items that come in
   * @param <R> the type of the items that go out
   * @param transform makes the outgoing stream of the incoming one
   */
  public static <T, R> Flow.Processor<T, R> processor(
      Function<? super AsyncStream<T>, ? extends AsyncStream<? extends R>> transform) {
    return processor(EventLoop.running(), transform, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a processor that transforms a publisher's items in a task of the loop. Any thread may
   * call this.
   *
   * <p><i>Result:</i> the items of the stream that the transform returns. <i>Start:</i> the
   * transform is called when the subscriber first requests; the publisher may come before or after.
   * <i>Thread:</i> the transform runs, and signals, on the loop; any thread may signal to it.
   * Demand goes through: {@link ConversionOptions#prefetch()} items are requested ahead of the
   * transform, and one is held ready for the subscriber. <i>Cancelling:</i> the subscriber's
   * cancellation cancels the task, closes both streams and cancels the publisher; so does a
   * transform that ends early. A stream that is cancelled from elsewhere fails with a {@code
   * CancellationException}. <i>Failure:</i> the publisher's arrives where the transform reads, and
   * what the transform throws goes to the subscriber: the very exception. If the loop is closed, an
   * {@link IllegalStateException}. <i>Empty and null:</i> no items are no items; those that nobody
   * will see go to the discard hook. <i>asyncio:</i> an async generator that reads another one.
   *
   * @param <T> the type of the items that come in
   * @param <R> the type of the items that go out
   * @param loop where the transform runs
   * @param transform makes the outgoing stream of the incoming one; called on the loop, once
   * @param options the prefetch and the discard hook
   * @return the processor, for one publisher and one subscriber; a second subscriber gets an {@link
   *     IllegalStateException}
   */
  public static <T, R> Flow.Processor<T, R> processor(
      EventLoop loop,
      Function<? super AsyncStream<T>, ? extends AsyncStream<? extends R>> transform,
      ConversionOptions options) {
    return new HubProcessor<>(
        requireNonNull(loop, "loop"),
        requireNonNull(transform, "transform"),
        requireNonNull(options, "options"));
  }
}
