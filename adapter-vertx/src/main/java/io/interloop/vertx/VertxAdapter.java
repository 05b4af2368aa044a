// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncRunnable;
import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.TaskOptions;
import io.interloop.spi.Host;
import io.interloop.spi.Inlet;
import io.interloop.spi.Outlet;
import io.interloop.spi.PublisherInlet;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's futures and streams to and from the hub. Each method is named for what it returns:
 *
 * <ul>
 *   <li>{@code awaitable}, {@code future}: the result of a Vert.x future;
 *   <li>{@code first}: the first of many;
 *   <li>{@code stream}: the items of a ReadStream;
 *   <li>{@code vertxFuture}: a result of the hub as a Vert.x future;
 *   <li>{@code readStream}: a stream of the hub as a ReadStream;
 *   <li>{@code writeTo}: a coroutine that writes a stream of the hub to a WriteStream;
 *   <li>{@code writeStream}: a WriteStream that a task of the hub reads;
 *   <li>{@code host}: a context for a guest loop to run on.
 * </ul>
 *
 * <p><b>In common.</b> <i>Thread:</i> hub code always runs on its loop, whichever thread Vert.x
 * signals on; Vert.x's handlers run on the Vert.x context of the code that converted, which may be
 * a duplicated one and then keeps its local data, or on the loop if that code was on none.
 * <i>Cancelling:</i> Vert.x's futures cannot be cancelled. Cancelling the hub's side detaches from
 * them, and the operation runs on; what it still brings goes to {@link
 * ConversionOptions#onDiscard()}. The other way a Vert.x future fails with a {@link
 * java.util.concurrent.CancellationException} if the hub's is cancelled, and a Vert.x future that
 * fails with one cancels the hub's. <i>Failure:</i> the very exception, out of one {@code
 * CompletionException} or {@code ExecutionException} if it is wrapped in such. A failure that comes
 * too late for anyone to see goes to the loop's exception handler. <i>Context:</i> a task that
 * awaits goes on in its own {@link io.interloop.Context}, and a task that was made on a Vert.x
 * context has that one as {@code Vertx.currentContext()}, after every await.
 */
public final class VertxAdapter {
  private static final Inlet.Source HANDLER = new Inlet.Source("the operation with a handler");
  private static final Inlet.Source READ_STREAM = new Inlet.Source("the ReadStream");

  private VertxAdapter() {}

  // ---- one value, to the hub

  /**
   * As {@link #awaitable(io.vertx.core.Future, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param source the Vert.x future
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      io.vertx.core.Future<? extends T> source) {
    return awaitable(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for a Vert.x future.
   *
   * <p><i>Result:</i> the future's. <i>Start:</i> none, as the operation runs already; attaches
   * when awaited, once for each await. <i>Thread:</i> resumes on the loop, not on the Vert.x
   * thread. <i>Cancelling:</i> detaches; Vert.x's operation cannot be cancelled and runs on, its
   * result is discarded. A future that fails with a CancellationException cancels the await and
   * leaves {@link io.interloop.Task#cancelling()} at 0. <i>Failure:</i> thrown as it is. <i>Empty
   * and null:</i> null is null, or a {@link java.util.NoSuchElementException} with {@link
   * ConversionOptions.OnEmpty#FAIL}. Vert.x does not say which of its futures may be null, so the
   * caller does: {@code Awaitable<@Nullable Void> closed = awaitable(client.close())}.
   * <i>asyncio:</i> {@code await fut}.
   *
   * @param <T> the type of the result
   * @param source the Vert.x future
   * @param options empty policy and discard hook
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      io.vertx.core.Future<? extends T> source, ConversionOptions options) {
    return new FutureInlet.Waiting<>(source, options);
  }

  /**
   * As {@link #future(io.vertx.core.Future, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param source the Vert.x future
   */
  public static <T extends @Nullable Object> Future<T> future(
      io.vertx.core.Future<? extends T> source) {
    return future(source, ConversionOptions.DEFAULT);
  }

  /**
   * As {@link #awaitable(io.vertx.core.Future, ConversionOptions)}, attached now and once. Must be
   * called on a running loop. <i>asyncio:</i> {@code wrap_future}.
   *
   * @param <T> the type of the result
   * @param source the Vert.x future
   * @param options empty policy and discard hook
   */
  public static <T extends @Nullable Object> Future<T> future(
      io.vertx.core.Future<? extends T> source, ConversionOptions options) {
    Objects.requireNonNull(source, "source");
    return Inlet.future(FutureInlet.SOURCE, options, inlet -> FutureInlet.attach(source, inlet));
  }

  /**
   * As {@link #awaitable(Consumer, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the result
   * @param start starts the operation
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Consumer<? super Handler<AsyncResult<T>>> start) {
    return awaitable(start, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that starts an operation which calls a handler back, as Vert.x 3 had them:
   * {@code awaitable(handler -> client.send(message, handler))}. (The other way is {@code
   * vertxFuture(coroutine).onComplete(handler)}.)
   *
   * <p><i>Result:</i> the one the handler is called with. <i>Start:</i> when awaited, once for each
   * await, on the loop. <i>Thread:</i> resumes on the loop, whichever thread calls the handler.
   * <i>Cancelling:</i> detaches, as nothing is known of the operation but its handler; its result
   * is discarded. One that fails with a CancellationException cancels the await and leaves {@link
   * io.interloop.Task#cancelling()} at 0. <i>Failure:</i> thrown as it is, also by the start
   * itself; a second call of the handler counts as late. <i>Empty and null:</i> null is null, or a
   * {@link java.util.NoSuchElementException} with {@link ConversionOptions.OnEmpty#FAIL}.
   * <i>asyncio:</i> {@code fut = loop.create_future()}, and a callback that sets it.
   *
   * @param <T> the type of the result
   * @param start starts the operation with the handler it is given; must not block
   * @param options empty policy and discard hook
   */
  public static <T extends @Nullable Object> Awaitable<T> awaitable(
      Consumer<? super Handler<AsyncResult<T>>> start, ConversionOptions options) {
    Objects.requireNonNull(start, "start");
    return Inlet.<T>awaitable(
        HANDLER,
        options,
        inlet -> {
          Handler<AsyncResult<T>> handler =
              result -> FutureInlet.complete(inlet, result.result(), result.cause());
          start.accept(handler);
        });
  }

  // ---- the first of many, to the hub

  /**
   * As {@link #first(ReadStream, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source the ReadStream
   */
  public static <T> Awaitable<@Nullable T> first(ReadStream<T> source) {
    return first(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that takes the first item of a ReadStream.
   *
   * <p><i>Result:</i> the first item; {@link ConversionOptions#afterFirst()} says whether the
   * ReadStream is then left paused and without handlers, having been asked for one item, or runs to
   * its end before the coroutine returns. <i>Start:</i> takes the stream over when awaited.
   * <i>Thread:</i> resumes on the loop. <i>Cancelling:</i> leaves the ReadStream paused and without
   * handlers, one tick later. <i>Failure:</i> thrown as it is. <i>Empty and null:</i> empty is
   * null, or a {@link java.util.NoSuchElementException} with {@link
   * ConversionOptions.OnEmpty#FAIL}. <i>asyncio:</i> {@code await anext(aiter)}.
   *
   * @param <T> the type of the items
   * @param source the ReadStream, paused if it may have begun to flow before this is awaited
   * @param options what becomes of the rest, empty policy, discard hook
   */
  public static <T> Awaitable<@Nullable T> first(ReadStream<T> source, ConversionOptions options) {
    Objects.requireNonNull(source, "source");
    return Inlet.awaitable(
        READ_STREAM,
        options,
        inlet ->
            new ReadStreamPublisher<T>(inlet.loop(), READ_STREAM, source, options)
                .subscribe(PublisherInlet.first(inlet)));
  }

  // ---- many values, to the hub

  /**
   * As {@link #stream(ReadStream, ConversionOptions)}, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source the ReadStream
   */
  public static <T> AsyncStream<T> stream(ReadStream<T> source) {
    return stream(source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a ReadStream's items as a stream of the running loop. So too an event bus {@code
   * MessageConsumer}, which registers when the iteration starts.
   *
   * <p><i>Result:</i> the items, in order. <i>Start:</i> pauses the ReadStream now, so that nothing
   * is missed from here on, and sets its three handlers when the iteration starts. A ReadStream
   * that comes from a handler of Vert.x has to be paused in that handler, as it flows before a task
   * of the loop has its turn. <i>Thread:</i> up to {@link ConversionOptions#prefetch()} items are
   * fetched ahead; more only as they are consumed. <i>Cancelling:</i> closing the stream, or
   * cancelling the task that waits for an item, pauses the ReadStream and takes its handlers off;
   * that unregisters a MessageConsumer. It does not end it: an HTTP body keeps its connection until
   * it is read ({@code resume()} drops the rest) or the connection is closed, a file is to be
   * closed. <i>Failure:</i> thrown by the iteration, as it is, after the items before it. <i>Empty
   * and null:</i> an empty ReadStream is an iteration without items; a null item is a {@link
   * NullPointerException}. <i>asyncio:</i> {@code async for}.
   *
   * @param <T> the type of the items
   * @param source the ReadStream, to be read by nobody else
   * @param options prefetch and discard hook
   */
  public static <T> AsyncStream<T> stream(ReadStream<T> source, ConversionOptions options) {
    EventLoop loop = EventLoop.running();
    source.pause();
    return loop.stream(
        new ReadStreamPublisher<T>(loop, READ_STREAM, source, options), READ_STREAM, options);
  }

  // ---- one value, from the hub

  /**
   * As {@link #vertxFuture(EventLoop, Awaitable)}, on the loop that is running now.
   *
   * @param <T> the type of the result
   * @param awaitable what to watch or to run
   */
  public static <T extends @Nullable Object> io.vertx.core.Future<T> vertxFuture(
      Awaitable<T> awaitable) {
    return vertxFuture(EventLoop.running(), awaitable);
  }

  /**
   * As {@link #vertxFuture(EventLoop, Awaitable)}, for a coroutine without a result, on the loop
   * that is running now.
   *
   * @param coroutine what to run
   */
  public static io.vertx.core.Future<@Nullable Void> vertxFuture(AsyncRunnable coroutine) {
    return vertxFuture(EventLoop.running(), coroutine);
  }

  /**
   * As {@link #vertxFuture(EventLoop, Awaitable)}, for a coroutine without a result.
   *
   * @param loop where it runs
   * @param coroutine what to run
   */
  public static io.vertx.core.Future<@Nullable Void> vertxFuture(
      EventLoop loop, AsyncRunnable coroutine) {
    Objects.requireNonNull(coroutine, "coroutine");
    Awaitable<@Nullable Void> withoutResult =
        () -> {
          coroutine.run();
          return null;
        };
    return vertxFuture(loop, withoutResult);
  }

  /**
   * Returns a result of the hub as a Vert.x future. Any thread may call it.
   *
   * <p><i>Result:</i> that of the hub's future, or of the coroutine. <i>Start:</i> a future or task
   * is watched; a coroutine is made a task at once. <i>Thread:</i> if the caller is on a Vert.x
   * context, the Vert.x future belongs to it, and its handlers run there; else they run on the
   * loop, and must not block. <i>Cancelling:</i> a Vert.x future cannot be cancelled; to stop the
   * work, make the task and cancel it. If it is cancelled, the Vert.x future fails with a {@link
   * java.util.concurrent.CancellationException}. <i>Failure:</i> the very exception; an {@link
   * IllegalStateException} if the loop is closed. <i>Empty and null:</i> null is null.
   * <i>asyncio:</i> {@code ensure_future}.
   *
   * @param <T> the type of the result
   * @param loop where it runs
   * @param awaitable a future of this loop, or a coroutine
   * @throws IllegalArgumentException if it is a future of another loop
   */
  public static <T extends @Nullable Object> io.vertx.core.Future<T> vertxFuture(
      EventLoop loop, Awaitable<T> awaitable) {
    Objects.requireNonNull(loop, "loop");
    Objects.requireNonNull(awaitable, "awaitable");
    Context context = Vertx.currentContext();
    if (context == null) {
      Promise<T> promise = Promise.promise();
      forward(loop, awaitable, (from, outcome) -> complete(promise, outcome));
      return promise.future();
    }
    CompletableFuture<T> stage = new CompletableFuture<>();
    forward(loop, awaitable, (from, outcome) -> complete(stage, outcome));
    return io.vertx.core.Future.fromCompletionStage(stage, context);
  }

  /** A Vert.x future cannot be cancelled, so nobody will ask these to detach. */
  private static <T extends @Nullable Object> void forward(
      EventLoop loop, Awaitable<T> awaitable, Outlet.Receiver<T> receiver) {
    Outlet<T> unused =
        awaitable instanceof Future<T> future
            ? Outlet.hot(ofLoop(loop, future), ConversionOptions.DEFAULT, receiver)
            : Outlet.cold(
                loop, TaskOptions.DEFAULT, awaitable, ConversionOptions.DEFAULT, receiver);
  }

  private static <T extends @Nullable Object> Future<T> ofLoop(EventLoop loop, Future<T> future) {
    if (future.getLoop() != loop) {
      throw new IllegalArgumentException("the future belongs to another loop: " + future);
    }
    return future;
  }

  private static <T extends @Nullable Object> void complete(
      Promise<T> promise, Outcome<T> outcome) {
    switch (outcome) {
      case Outcome.Success<T> success -> promise.complete(success.value());
      case Outcome.Failure<T> failure -> promise.fail(failure.exception());
      case Outcome.Cancelled<T> cancelled -> promise.fail(cancelled.toForeign());
    }
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> stage, Outcome<T> outcome) {
    switch (outcome) {
      case Outcome.Success<T> success -> stage.complete(success.value());
      case Outcome.Failure<T> failure -> stage.completeExceptionally(failure.exception());
      case Outcome.Cancelled<T> cancelled -> stage.completeExceptionally(cancelled.toForeign());
    }
  }

  // ---- many values, from the hub

  /**
   * As {@link #readStream(EventLoop, Supplier, ConversionOptions)}, on the loop that is running
   * now, with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param source makes the stream
   */
  public static <T> ReadStream<T> readStream(Supplier<? extends AsyncStream<? extends T>> source) {
    return readStream(EventLoop.running(), source);
  }

  /**
   * As {@link #readStream(EventLoop, Supplier, ConversionOptions)}, with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param loop where the stream is iterated over
   * @param source makes the stream
   */
  public static <T> ReadStream<T> readStream(
      EventLoop loop, Supplier<? extends AsyncStream<? extends T>> source) {
    return readStream(loop, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a stream of the hub as a ReadStream. Any thread may call it, and the methods of what it
   * returns.
   *
   * <p><i>Result:</i> the stream's items, in order. It flows until it is paused; while it is
   * paused, neither items nor the end are handed over. <i>Start:</i> when the handler is set and
   * the stream flows, in a task of the loop; no more is taken ahead than was fetched, and at the
   * most {@link ConversionOptions#prefetch()} items. <i>Thread:</i> if the caller is on a Vert.x
   * context, handlers run there; else in callbacks of the loop. <i>Cancelling:</i> setting the
   * handler to null cancels the task, which closes the stream; ReadStream has no other word for it.
   * A stream that is cancelled from elsewhere fails with a {@link
   * java.util.concurrent.CancellationException}. <i>Failure:</i> to the exception handler, after
   * the items before it; to the loop's, if there is none. <i>Empty and null:</i> an empty stream
   * only ends; items are never null. <i>asyncio:</i> {@code async for} in a task.
   *
   * @param <T> the type of the items
   * @param loop where the stream is iterated over
   * @param source makes the stream; called on the loop, once
   * @param options prefetch and discard hook
   */
  public static <T> ReadStream<T> readStream(
      EventLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    return new HubReadStream<>(
        loop, Vertx.currentContext(), loop.<T>publisher(source, options), options);
  }

  /**
   * Returns a coroutine that writes a stream's items to a WriteStream, waiting whenever its queue
   * is full.
   *
   * <p><i>Result:</i> null, once every write has succeeded. The target is not ended. <i>Start:</i>
   * when awaited, once. <i>Thread:</i> writes on the loop, and takes the target's drain handler.
   * <i>Cancelling:</i> closes the source and writes no more; what is written stays so. A write that
   * fails after that is reported to the loop's exception handler. <i>Failure:</i> that of the
   * source, or of the first write that fails; the source is closed. <i>Empty and null:</i> an empty
   * stream writes nothing. <i>asyncio:</i> {@code writer.write(x); await writer.drain()} for each
   * item.
   *
   * @param <T> the type of the items
   * @param target where to write
   * @param source what to write
   */
  public static <T> Awaitable<@Nullable Void> writeTo(
      WriteStream<T> target, AsyncStream<? extends T> source) {
    return new StreamWriter<>(
        Objects.requireNonNull(target, "target"), Objects.requireNonNull(source, "source"));
  }

  /**
   * As {@link #writeStream(EventLoop, ConversionOptions)}, on the loop that is running now, with
   * {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   */
  public static <T> WritableStream<T> writeStream() {
    return writeStream(EventLoop.running(), ConversionOptions.DEFAULT);
  }

  /**
   * Returns a WriteStream that a task reads, so that Vert.x can pipe into the hub. Any thread may
   * call it.
   *
   * <p><i>Result:</i> the items that were written, in order. <i>Start:</i> writing may begin at
   * once; what is written waits until the iteration starts. <i>Thread:</i> any thread may write;
   * the items arrive in the task that iterates. The write queue is full with {@link
   * ConversionOptions#prefetch()} items, and drained when half of them are gone; the stream itself
   * takes one ahead. If the caller is on a Vert.x context, handlers and the futures of the writes
   * are called there; else on the loop. <i>Cancelling:</i> closing the stream, or cancelling the
   * task that waits for an item, fails the writes that wait, and those that come, with an {@link
   * IllegalStateException}, which the exception handler is told as well: a pipe ends with it. A
   * WriteStream has no other word for it, so {@code end()} is all that its writer can say.
   * <i>Failure:</i> a WriteStream cannot be told of one; the pipe's future has it. <i>Empty and
   * null:</i> {@code end()} without a write is an iteration without items; null is refused with a
   * {@link NullPointerException}; items that nobody reads go to the discard hook. <i>asyncio:</i> a
   * {@code StreamReader}, from the side that feeds it.
   *
   * @param <T> the type of the items
   * @param loop where the stream is iterated over
   * @param options the size of the write queue, as its prefetch, and the discard hook
   */
  public static <T> WritableStream<T> writeStream(EventLoop loop, ConversionOptions options) {
    return new HubWriteStream<>(
        Objects.requireNonNull(loop, "loop"),
        Vertx.currentContext(),
        Objects.requireNonNull(options, "options"));
  }

  // ---- hosts

  /**
   * Returns a context as the host of a guest loop, for {@code Asyncio.newGuestLoop}.
   *
   * <p><i>Thread:</i> turns run on the context: on its event-loop thread, as tasks of its worker
   * pool, one at a time, or on virtual threads. Code on the context may create and cancel the
   * loop's tasks. Callbacks run there; so do coroutines under the mounted engine. Under the handoff
   * engine, and always on a virtual-thread context, they run on virtual threads of the loop's while
   * the context's thread waits: they must not wait for it. <i>Cancelling:</i> close the loop before
   * the context is closed, as {@link AsyncVerticle} does. If Vert.x refuses a turn, the guest
   * closes.
   *
   * @param context runs the turns
   */
  public static Host host(Context context) {
    return new ContextHost(Objects.requireNonNull(context, "context"));
  }
}
