// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import static java.util.Objects.requireNonNull;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * Converts publishers of Reactive Streams to the hub's types and back, for libraries that are
 * neither Reactor nor RxJava: database drivers, message brokers, Mutiny's older releases.
 *
 * <pre>{@code
 * Document found = awaitable(collection.find(byId)).await();
 *
 * for (Document document : stream(collection.find())) {
 *   print(document);
 * }
 * }</pre>
 *
 * <p>Import the methods statically; each is named for what it returns. Where Reactor is on the
 * class path, its own adapter takes publishers too; import from one of the two.
 */
public final class ReactiveStreamsAdapter {
  private static final Inlet.Source PUBLISHER = new Inlet.Source("the Publisher");

  private ReactiveStreamsAdapter() {}

  // ---- one value to the hub

  /**
   * As {@link #awaitable(Publisher, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param publisher the source
   */
  public static <T> Awaitable<@Nullable T> awaitable(Publisher<? extends T> publisher) {
    return awaitable(publisher, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for the end of a publisher of one value at the most, and returns
   * that value.
   *
   * <p><i>Start:</i> each await subscribes. <i>Thread:</i> the value arrives on the loop, never
   * inline on the publisher's thread. <i>Cancelling</i> the task that awaits cancels the
   * subscription, on the loop, so never beside a request; {@link ConversionOptions#onCancel()} may
   * say otherwise. A publisher that fails with a {@code CancellationException} makes the await
   * throw {@link io.interloop.CancelledError}, and {@code cancelling()} of the task stays at 0.
   * <i>Failure:</i> the very exception, with one {@code CompletionException} taken off; a second
   * value is an {@link IllegalStateException}, and cancels the publisher. A failure that comes
   * after the cancellation goes to the loop's exception handler. <i>Empty and null:</i> a publisher
   * without a value is null, or a {@link java.util.NoSuchElementException} if {@link
   * ConversionOptions#onEmpty()} says so; a value that comes after the cancellation goes to the
   * discard hook. <i>asyncio:</i> {@code await coro()}.
   *
   * @param <T> the type of the value
   * @param publisher the source
   * @param options the cancel policy, the empty policy and the discard hook
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T> Awaitable<@Nullable T> awaitable(
      Publisher<? extends T> publisher, ConversionOptions options) {
    return Inlet.awaitable(PUBLISHER, options, attaching(publisher));
  }

  /**
   * As {@link #future(Publisher, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param publisher the source
   */
  public static <T> Future<@Nullable T> future(Publisher<? extends T> publisher) {
    return future(publisher, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a future of the running loop for a publisher's value. As {@link #awaitable(Publisher,
   * ConversionOptions)}, but for the <i>start:</i> it subscribes now, and once. Must be called on
   * the loop.
   *
   * @param <T> the type of the value
   * @param publisher the source
   * @param options the cancel policy, the empty policy and the discard hook
   * @return the future; done already, if the publisher ends at once
   */
  public static <T> Future<@Nullable T> future(
      Publisher<? extends T> publisher, ConversionOptions options) {
    return Inlet.future(PUBLISHER, options, attaching(publisher));
  }

  private static <T> Consumer<Inlet<@Nullable T>> attaching(Publisher<? extends T> publisher) {
    requireNonNull(publisher, "publisher");
    return inlet -> publisher.subscribe(FlowAdapters.toSubscriber(PublisherInlet.<T>single(inlet)));
  }

  // ---- the first of many to the hub

  /**
   * As {@link #first(Publisher, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   */
  public static <T> Awaitable<@Nullable T> first(Publisher<? extends T> publisher) {
    return first(publisher, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for the first of a publisher's items.
   *
   * <p><i>Start:</i> each await subscribes. <i>Thread:</i> the item arrives on the loop.
   * <i>Cancelling</i> the task that awaits cancels the subscription, on the loop, so never beside a
   * request. Once the first item is there, {@link ConversionOptions#afterFirst()} says what becomes
   * of the rest: cancelled, or awaited and discarded, for a publisher whose end matters. A
   * publisher that fails with a {@code CancellationException} makes the await throw {@link
   * io.interloop.CancelledError}; {@code cancelling()} of the task stays at 0. <i>Failure:</i> the
   * very exception; one that comes later goes to the loop's exception handler. <i>Empty and
   * null:</i> a publisher without items is null, or a {@link java.util.NoSuchElementException} if
   * {@link ConversionOptions#onEmpty()} says so; an item nobody sees goes to the discard hook.
   * <i>asyncio:</i> {@code anext(aiter)}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param options what becomes of the rest, of an empty source, of late items
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T> Awaitable<@Nullable T> first(
      Publisher<? extends T> publisher, ConversionOptions options) {
    requireNonNull(publisher, "publisher");
    return Inlet.<@Nullable T>awaitable(
        PUBLISHER,
        options,
        inlet -> publisher.subscribe(FlowAdapters.toSubscriber(PublisherInlet.<T>first(inlet))));
  }

  // ---- many values to the hub

  /**
   * As {@link #stream(Publisher, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   */
  public static <T> AsyncStream<T> stream(Publisher<? extends T> publisher) {
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
      Publisher<? extends T> publisher, ConversionOptions options) {
    return EventLoop.running().stream(FlowAdapters.toFlowPublisher(publisher), PUBLISHER, options);
  }

  // ---- one value from the hub

  /**
   * As {@link #deferPublisher(EventLoop, Awaitable, ConversionOptions)} on the running loop, with
   * {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param coroutine what each subscription runs
   */
  public static <T> Publisher<T> deferPublisher(Awaitable<? extends @Nullable T> coroutine) {
    return deferPublisher(EventLoop.running(), coroutine, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a publisher that runs a coroutine and publishes its result.
   *
   * <p><i>Start:</i> each subscriber gets a task of its own, when it first requests. Any thread may
   * subscribe. <i>Thread:</i> the coroutine runs on the loop, and signals come there.
   * <i>Cancelling</i> the subscription cancels the task. If the task is cancelled from elsewhere,
   * the publisher fails with a {@code CancellationException}. <i>Failure:</i> the very exception;
   * one of the cleanup after the cancellation goes to the loop's exception handler. If the loop is
   * closed, an {@link IllegalStateException}. <i>Empty and null:</i> null completes without an
   * item; a value the task returns although it was cancelled goes to the discard hook.
   * <i>asyncio:</i> {@code create_task}.
   *
   * @param <T> the type of the value
   * @param loop where the coroutine runs
   * @param coroutine what each subscription runs
   * @param options the discard hook
   * @return the publisher
   */
  public static <T> Publisher<T> deferPublisher(
      EventLoop loop, Awaitable<? extends @Nullable T> coroutine, ConversionOptions options) {
    requireNonNull(coroutine, "coroutine");
    return publisher(loop, () -> new OneItemStream<T>(coroutine), options);
  }

  // ---- many values from the hub

  /**
   * As {@link #publisher(EventLoop, Supplier, ConversionOptions)} on the running loop.
   *
   * @param <T> the type of the items
   * @param source makes a stream for each subscriber
   */
  public static <T> Publisher<T> publisher(Supplier<? extends AsyncStream<? extends T>> source) {
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
  public static <T> Publisher<T> publisher(
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
   * loop's exception handler. If the loop is closed, an {@link IllegalStateException}. <i>Empty and
   * null:</i> an empty stream completes; an item that was ready when the subscriber cancelled goes
   * to the discard hook. <i>asyncio:</i> an async generator, seen from outside.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber; called on the loop
   * @param options the discard hook
   * @return the publisher
   */
  public static <T> Publisher<T> publisher(
      EventLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    return FlowAdapters.toPublisher(loop.<T>publisher(source, options));
  }
}
