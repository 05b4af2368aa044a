// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static java.util.Objects.requireNonNull;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.TaskOptions;
import io.interloop.spi.Host;
import io.interloop.spi.Inlet;
import io.interloop.spi.Outlet;
import io.interloop.spi.PublisherInlet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * Converts Reactor's types to the hub's and back.
 *
 * <pre>{@code
 * User user = awaitable(repository.findById(id)).await();
 *
 * Mono<Report> report = deferMono(loop, () -> writeReport());
 * }</pre>
 *
 * <p>Import the methods statically; each is named for what it returns. {@code Mono<Void>} is
 * awaited for its end.
 *
 * <p><b>Context.</b> What the hub subscribes to sees a Reactor Context: that of {@link
 * #reactorContext()}, with a copy of the hub's context under the key {@code
 * io.interloop.Context.class}. What others subscribe to here runs in the hub context that their
 * Reactor Context holds under that key, else in a copy of the one in which they subscribe, and
 * reads their Reactor Context with {@link #reactorContext()}. Where Micrometer's
 * context-propagation is on the path, the thread-locals that are registered there are written to
 * the one and read from the other.
 */
public final class ReactorAdapter {
  private static final Inlet.Source MONO = HubSubscriber.named("the Mono");
  private static final Inlet.Source PUBLISHER = HubSubscriber.named("the Publisher");

  private ReactorAdapter() {}

  /**
   * Returns the Reactor Context of the subscriber for whom the running code runs: in a coroutine of
   * {@link #deferMono(EventLoop, Awaitable)}, in a stream of {@link #flux(EventLoop, Supplier)},
   * and in the tasks that these create. Empty elsewhere, and if the subscriber is the hub, from
   * where there is no more to tell. Whatever is awaited there sees it too.
   */
  public static ContextView reactorContext() {
    return Contexts.ofSubscriber();
  }

  // ---- a Mono to the hub

  /**
   * As {@link #awaitable(Mono, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param mono the source
   */
  public static <T> Awaitable<@Nullable T> awaitable(Mono<? extends T> mono) {
    return awaitable(mono, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that waits for a Mono's end and returns its value.
   *
   * <p><i>Start:</i> each await subscribes. <i>Thread:</i> the value arrives on the loop, never
   * inline on the Mono's thread. <i>Cancelling</i> the task that awaits cancels the subscription,
   * on the loop, so never beside a request; {@link ConversionOptions#onCancel()} may say otherwise.
   * A Mono that fails with a {@code CancellationException} makes the await throw {@link
   * io.interloop.CancelledError}, and {@code cancelling()} of the task stays at 0. <i>Failure:</i>
   * the very exception, with one {@code CompletionException} taken off. One that comes after the
   * cancellation goes to the loop's exception handler and then to {@code Hooks.onErrorDropped}.
   * <i>Empty and null:</i> an empty Mono is null, or a {@link java.util.NoSuchElementException} if
   * {@link ConversionOptions#onEmpty()} says so; a value that comes after the cancellation goes to
   * the discard hook. <i>asyncio:</i> {@code await coro()}.
   *
   * @param <T> the type of the value
   * @param mono the source
   * @param options the cancel policy, the empty policy and the discard hook
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T> Awaitable<@Nullable T> awaitable(
      Mono<? extends T> mono, ConversionOptions options) {
    requireNonNull(mono, "mono");
    return Inlet.awaitable(MONO, options, inlet -> MonoInlet.attach(mono, inlet));
  }

  /**
   * As {@link #future(Mono, ConversionOptions)} with {@link ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param mono the source
   */
  public static <T> Future<@Nullable T> future(Mono<? extends T> mono) {
    return future(mono, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a future of the running loop for a Mono's value. As {@link #awaitable(Mono,
   * ConversionOptions)}, but for the <i>start:</i> it subscribes now, and once. Must be called on
   * the loop.
   *
   * @param <T> the type of the value
   * @param mono the source
   * @param options the cancel policy, the empty policy and the discard hook
   * @return the future; done already, if the Mono ends at once
   */
  public static <T> Future<@Nullable T> future(Mono<? extends T> mono, ConversionOptions options) {
    requireNonNull(mono, "mono");
    return Inlet.future(MONO, options, inlet -> MonoInlet.attach(mono, inlet));
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
   * Returns a coroutine that waits for the first item of a Flux or another publisher.
   *
   * <p><i>Start:</i> each await subscribes. <i>Thread:</i> the item arrives on the loop.
   * <i>Cancelling</i> the task that awaits cancels the subscription, on the loop, so never beside a
   * request. Once the first item is there, {@link ConversionOptions#afterFirst()} says what becomes
   * of the rest: cancelled, or awaited and discarded, for a publisher whose end matters. A
   * publisher that fails with a {@code CancellationException} makes the await throw {@link
   * io.interloop.CancelledError}; {@code cancelling()} of the task stays at 0. <i>Failure:</i> the
   * very exception; one that comes later goes to the loop's exception handler and then to {@code
   * Hooks.onErrorDropped}. <i>Empty and null:</i> a publisher without items is null, or a {@link
   * java.util.NoSuchElementException} if {@link ConversionOptions#onEmpty()} says so; an item
   * nobody sees goes to the discard hook. <i>asyncio:</i> {@code anext(aiter)}.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param options what becomes of the rest, of an empty source, of late items
   * @return the coroutine, to be awaited as often as wanted
   */
  public static <T> Awaitable<@Nullable T> first(
      Publisher<? extends T> publisher, ConversionOptions options) {
    requireNonNull(publisher, "publisher");
    return Inlet.awaitable(
        PUBLISHER,
        options,
        inlet -> HubSubscriber.subscribe(publisher, PublisherInlet.first(inlet)));
  }

  // ---- the hub to a Mono

  /**
   * Returns a Mono that watches a future: the hot form.
   *
   * <p><i>Start:</i> the future runs anyway; each subscription watches it. Any thread may
   * subscribe. <i>Thread:</i> the value is signalled on the loop, or by the request if it comes
   * later. <i>Cancelling</i> the subscription detaches and leaves the future alone. If the future
   * is cancelled, the Mono fails with a {@code CancellationException}. <i>Failure:</i> the very
   * exception. If the loop is closed, an {@link IllegalStateException}. <i>Empty and null:</i> null
   * is an empty Mono. <i>asyncio:</i> {@code add_done_callback}.
   *
   * @param <T> the type of the value
   * @param future what to watch
   * @return the Mono
   */
  public static <T extends @Nullable Object> Mono<T> mono(Future<T> future) {
    requireNonNull(future, "future");
    return HubMono.of(
        receiver -> Outlet.hot(future, ConversionOptions.DEFAULT, receiver), Outlet::detach);
  }

  /**
   * As {@link #deferMono(EventLoop, Awaitable, ConversionOptions)} on the running loop.
   *
   * @param <T> the type of the value
   * @param coroutine what each subscription runs
   */
  public static <T extends @Nullable Object> Mono<T> deferMono(Awaitable<T> coroutine) {
    return deferMono(EventLoop.running(), coroutine);
  }

  /**
   * As {@link #deferMono(EventLoop, Awaitable, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param loop where the coroutine runs
   * @param coroutine what each subscription runs
   */
  public static <T extends @Nullable Object> Mono<T> deferMono(
      EventLoop loop, Awaitable<T> coroutine) {
    return deferMono(loop, coroutine, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Mono that runs a coroutine: the cold form.
   *
   * <p><i>Start:</i> each subscription makes a task of its own. Any thread may subscribe.
   * <i>Thread:</i> the coroutine runs on the loop, and the value is signalled there, or by the
   * request if it comes later. <i>Cancelling</i> the subscription cancels the task; {@link
   * ConversionOptions#onCancel()} may have it run on. If the task is cancelled from elsewhere, the
   * Mono fails with a {@code CancellationException}. <i>Failure:</i> the very exception; one of the
   * cleanup after the cancellation goes to the loop's exception handler. If the loop is closed, an
   * {@link IllegalStateException}. <i>Empty and null:</i> null is an empty Mono; a value the task
   * returns although it was cancelled goes to the discard hook. <i>asyncio:</i> {@code
   * create_task}.
   *
   * @param <T> the type of the value
   * @param loop where the coroutine runs
   * @param coroutine what each subscription runs
   * @param options the cancel policy and the discard hook
   * @return the Mono
   */
  public static <T extends @Nullable Object> Mono<T> deferMono(
      EventLoop loop, Awaitable<T> coroutine, ConversionOptions options) {
    requireNonNull(loop, "loop");
    requireNonNull(coroutine, "coroutine");
    requireNonNull(options, "options");
    return HubMono.of(
        receiver -> Outlet.cold(loop, TaskOptions.DEFAULT, coroutine, options, receiver),
        options.onCancel() == OnCancel.DETACH ? Outlet::detach : Outlet::cancel);
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
   * Returns the items of a Flux or another publisher as a stream of the running loop.
   *
   * <p><i>Start:</i> it subscribes when the iteration begins. <i>Thread:</i> the items arrive in
   * the task that iterates. At most {@link ConversionOptions#prefetch()} items are requested and
   * not consumed. <i>Cancelling</i> the task while it waits, and closing the stream early, cancel
   * the subscription. <i>Failure:</i> the very exception, behind the items that came before it; one
   * that comes after the stream was closed goes to the loop's exception handler and then to {@code
   * Hooks.onErrorDropped}. <i>Empty and null:</i> a publisher without items is an empty stream;
   * items nobody consumes go to the discard hook. <i>asyncio:</i> an async iterator.
   *
   * @param <T> the type of the items
   * @param publisher the source
   * @param options the prefetch and the discard hook
   * @return the stream, to be iterated over once
   */
  public static <T> AsyncStream<T> stream(
      Publisher<? extends T> publisher, ConversionOptions options) {
    requireNonNull(publisher, "publisher");
    return EventLoop.running().stream(HubSubscriber.flow(publisher), PUBLISHER, options);
  }

  // ---- many values from the hub

  /**
   * As {@link #flux(EventLoop, Supplier, ConversionOptions)} on the running loop.
   *
   * @param <T> the type of the items
   * @param source makes a stream for each subscriber
   */
  public static <T> Flux<T> flux(Supplier<? extends AsyncStream<? extends T>> source) {
    return flux(EventLoop.running(), source);
  }

  /**
   * As {@link #flux(EventLoop, Supplier, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber
   */
  public static <T> Flux<T> flux(
      EventLoop loop, Supplier<? extends AsyncStream<? extends T>> source) {
    return flux(loop, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a Flux of a stream's items.
   *
   * <p><i>Start:</i> each subscriber gets a stream and a task of its own, when it first requests.
   * Any thread may subscribe. <i>Thread:</i> signals come on the loop. One item is signalled for
   * each that is requested; the stream is at most one item ahead. <i>Cancelling</i> the
   * subscription cancels the task, and the stream is closed, so that a generator's {@code finally}
   * runs. A stream that is cancelled from elsewhere fails with a {@code CancellationException}.
   * <i>Failure:</i> the very exception; one of the cleanup after the cancellation goes to the
   * loop's exception handler. If the loop is closed, an {@link IllegalStateException}. <i>Empty and
   * null:</i> an empty stream is an empty Flux; an item that was ready when the subscriber
   * cancelled goes to the discard hook. <i>asyncio:</i> an async generator, seen from outside.
   *
   * @param <T> the type of the items
   * @param loop where the streams are iterated over
   * @param source makes a stream for each subscriber; called on the loop
   * @param options the discard hook
   * @return the Flux
   */
  public static <T> Flux<T> flux(
      EventLoop loop,
      Supplier<? extends AsyncStream<? extends T>> source,
      ConversionOptions options) {
    return HubFlux.of(FlowAdapters.toPublisher(loop.<T>publisher(source, options)));
  }

  // ---- the hub into a sink

  /**
   * As {@link #emitTo(Sinks.One, Awaitable, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the value
   * @param sink where the result goes
   * @param source what to await
   */
  public static <T> Awaitable<@Nullable Void> emitTo(
      Sinks.One<T> sink, Awaitable<? extends @Nullable T> source) {
    return emitTo(sink, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that awaits a result and ends a sink with it. (The other way is {@link
   * #awaitable(Mono)} of {@link Sinks.One#asMono()}.)
   *
   * <p><i>Result:</i> null, once the sink has taken the end. <i>Start:</i> when awaited.
   * <i>Thread:</i> emits on the loop. While another thread emits, it tries again in the next tick
   * and blocks nobody. <i>Cancelling</i> it cancels the source, and ends the sink with a {@code
   * CancellationException}; so does a source that is cancelled from elsewhere. <i>Failure:</i> the
   * very exception ends the sink, and is not thrown as well; only what the sink does not take is
   * thrown here. Where somebody else has ended the sink, the value goes to the discard hook, and
   * this fails with a {@link Sinks.EmissionException}. <i>Empty and null:</i> null ends the sink
   * without a value. <i>asyncio:</i> {@code fut.set_result(await coro())}.
   *
   * @param <T> the type of the value
   * @param sink where the result goes
   * @param source what to await
   * @param options the discard hook
   * @return the coroutine
   */
  public static <T> Awaitable<@Nullable Void> emitTo(
      Sinks.One<T> sink, Awaitable<? extends @Nullable T> source, ConversionOptions options) {
    return SinkEmitter.one(
        requireNonNull(sink, "sink"),
        requireNonNull(source, "source"),
        requireNonNull(options, "options"));
  }

  /**
   * Returns a coroutine that awaits something and then ends a sink without a value: as {@link
   * #emitTo(Sinks.One, Awaitable, ConversionOptions)}, but the value is ignored.
   *
   * @param sink what to end
   * @param source what to await
   * @return the coroutine
   */
  public static Awaitable<@Nullable Void> emitTo(Sinks.Empty<?> sink, Awaitable<?> source) {
    return SinkEmitter.empty(requireNonNull(sink, "sink"), requireNonNull(source, "source"));
  }

  /**
   * As {@link #emitTo(Sinks.Many, AsyncStream, ConversionOptions)} with {@link
   * ConversionOptions#DEFAULT}.
   *
   * @param <T> the type of the items
   * @param sink where the items go
   * @param source what to iterate over
   */
  public static <T> Awaitable<@Nullable Void> emitTo(
      Sinks.Many<T> sink, AsyncStream<? extends T> source) {
    return emitTo(sink, source, ConversionOptions.DEFAULT);
  }

  /**
   * Returns a coroutine that emits a stream's items into a sink, and ends it. (The other way is
   * {@link #stream(Publisher)} of {@link Sinks.Many#asFlux()}.)
   *
   * <p><i>Result:</i> null, once the sink has taken every item and the end. <i>Start:</i> when
   * awaited, once. <i>Thread:</i> emits on the loop. While another thread emits, it tries again in
   * the next tick; while the sink overflows, each millisecond, as a sink does not tell when there
   * is room again. Meanwhile the source waits, and nobody is blocked. <i>Cancelling</i> it closes
   * the source and ends the sink with a {@code CancellationException}. If the sink's subscriber
   * cancels, the source is closed and {@link io.interloop.CancelledError} thrown; {@code
   * cancelling()} of the task stays at 0. <i>Failure:</i> the source's ends the sink behind the
   * items, the very exception, and is not thrown as well; only what the sink does not take is
   * thrown here. Where somebody else has ended the sink, this fails with a {@link
   * Sinks.EmissionException} and closes the source. <i>Empty and null:</i> an empty stream only
   * ends the sink; an item that the sink does not take, nobody having subscribed for instance, goes
   * to the discard hook. <i>asyncio:</i> {@code await queue.put(x)} for each item.
   *
   * @param <T> the type of the items
   * @param sink where the items go
   * @param source what to iterate over
   * @param options the discard hook
   * @return the coroutine
   */
  public static <T> Awaitable<@Nullable Void> emitTo(
      Sinks.Many<T> sink, AsyncStream<? extends T> source, ConversionOptions options) {
    return SinkEmitter.many(
        requireNonNull(sink, "sink"),
        requireNonNull(source, "source"),
        requireNonNull(options, "options"));
  }

  // ---- schedulers

  /**
   * Returns a loop as a Scheduler.
   *
   * <p>Any thread may schedule and dispose. <i>Start:</i> tasks run in callbacks of the loop, those
   * of a worker first in, first out, never inside the call that schedules them; what is periodic
   * keeps its rate. {@code now()} and delays are on the loop's clock. <i>Thread:</i> they must not
   * block. <i>Cancelling:</i> disposing has a task not run, or not run again, and interrupts
   * nothing; a worker or scheduler that is disposed disposes its tasks and throws a {@link
   * java.util.concurrent.RejectedExecutionException} from then on, as it does once the loop is
   * closed. {@code disposeGracefully()} lets tasks that wait run, but for periodic ones. A
   * scheduler that is disposed does not start again. <i>Failure:</i> what a task throws goes to the
   * loop's exception handler, not to {@code Schedulers.onHandleError}. <i>asyncio:</i> {@code
   * call_soon_threadsafe}, {@code call_at}.
   *
   * @param loop where the tasks run
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
   * that runs tasks inside the call, such as {@code immediate()}, is refused. Delays are the
   * scheduler's, or the JDK's if it has none; so is the time, if the scheduler has one of its own,
   * as {@code VirtualTimeScheduler} does. <i>Cancelling:</i> nothing of the scheduler is disposed.
   * Close the loop before the scheduler is disposed; if a scheduler refuses a turn, its guest
   * closes.
   *
   * @param scheduler runs the turns
   */
  public static Host host(Scheduler scheduler) {
    return SchedulerHost.of(requireNonNull(scheduler, "scheduler"));
  }

  /**
   * As {@link #host(Scheduler)}, for turns that stay on one worker, which for most schedulers means
   * on one thread. The time is the JDK's.
   *
   * @param worker runs the turns; the caller disposes it, after the loop is closed
   */
  public static Host host(Scheduler.Worker worker) {
    return SchedulerHost.of(requireNonNull(worker, "worker"));
  }

  // ---- blocking

  /**
   * Has {@code block()}, {@code blockFirst()} and the like fail in code of a loop, with Reactor's
   * own message, instead of waiting for the loop they keep from running: awaiting is the way there.
   *
   * <p>It is a predicate for the whole JVM, so the application installs it, once; {@link
   * Schedulers#resetNonBlockingThreadPredicate()} takes it away, with all others.
   */
  public static void refuseBlockingOnLoops() {
    Schedulers.registerNonBlockingThreadPredicate(ReactorAdapter::runsLoopCode);
  }

  private static boolean runsLoopCode(Thread thread) {
    EventLoop loop = thread == Thread.currentThread() ? EventLoop.runningOrNull() : null;
    return loop != null && loop.isCurrent();
  }
}
