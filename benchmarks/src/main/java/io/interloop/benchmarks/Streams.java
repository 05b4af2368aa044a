// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.vertx.VertxAdapter;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.streams.ReadStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A million items from a library's stream into an AsyncStream and out again. The libraries' own way
 * is their hop to another thread; Vert.x has no such thing, and pipes.
 */
final class Streams {
  private Streams() {}

  static Stream<Row> rows(Scale scale) {
    int items = scale.of(1_000_000);
    return IntStream.of(1, 32, 256, ConversionOptions.UNBOUNDED)
        .boxed()
        .flatMap(prefetch ->
            Stream.of(
                row("Flux", items, prefetch)
                    .interloop(() -> flux(items, prefetch))
                    .peer(
                        Peer.KOTLINX, () -> KotlinStreams.fluxThroughFlow(numbers(items), prefetch))
                    .peer(Peer.LIBRARY, () -> publishOn(items, prefetch))
                    .build(),
                row("Flowable", items, prefetch)
                    .interloop(() -> flowable(items, prefetch))
                    .peer(
                        Peer.KOTLINX,
                        () -> KotlinStreams.flowableThroughFlow(flowing(items), prefetch))
                    .peer(Peer.LIBRARY, () -> observeOn(items, prefetch))
                    .build(),
                row("ReadStream", items, prefetch)
                    .interloop(() -> readStream(items, prefetch))
                    .peer(Peer.LIBRARY, () -> pipe(items))
                    .build()));
  }

  private static Row.Builder row(String name, int items, int prefetch) {
    boolean unbounded = prefetch == ConversionOptions.UNBOUNDED;
    String ahead = unbounded ? "unbounded" : String.valueOf(prefetch);
    Row.Builder row =
        Row.timed("stream/" + name + "-" + ahead, "an item there and back, prefetch " + ahead)
            .operations(items)
            .expecting(items * (items + 1L) / 2);
    return name.equals("Flux") && prefetch == 32 ? row.quick() : row;
  }

  /** Hidden, so that nobody fuses with the source and skips the queue. */
  private static Flux<Integer> numbers(int items) {
    return Flux.range(1, items).hide();
  }

  private static Flowable<Integer> flowing(int items) {
    return Flowable.range(1, items).hide();
  }

  private static long flux(int items, int prefetch) throws Exception {
    ConversionOptions options = ConversionOptions.DEFAULT.withPrefetch(prefetch);
    EventLoop loop = EventLoop.running();
    Flux<Integer> back =
        ReactorAdapter.flux(
            loop, () -> ReactorAdapter.<Integer>stream(numbers(items), options), options);
    Awaitable<@Nullable Long> sum =
        ReactorAdapter.awaitable(back.reduce(0L, (total, item) -> total + item));
    Long result = sum.await();
    return result == null ? 0 : result;
  }

  private static long flowable(int items, int prefetch) throws Exception {
    ConversionOptions options = ConversionOptions.DEFAULT.withPrefetch(prefetch);
    EventLoop loop = EventLoop.running();
    Flowable<Integer> back =
        RxAdapter.flowable(loop, () -> RxAdapter.<Integer>stream(flowing(items), options), options);
    return RxAdapter.<Long>awaitable(back.reduce(0L, (total, item) -> total + item)).await();
  }

  private static long readStream(int items, int prefetch) throws Exception {
    ConversionOptions options = ConversionOptions.DEFAULT.withPrefetch(prefetch);
    EventLoop loop = EventLoop.running();
    ReadStream<Integer> back =
        VertxAdapter.readStream(
            loop, () -> VertxAdapter.stream(new NumberStream(items), options), options);
    long[] sum = new long[1];
    Promise<Long> ended = loop.createPromise();
    back.exceptionHandler(ended::setException);
    back.endHandler(nothing -> ended.setResult(sum[0]));
    back.handler(item -> sum[0] += item);
    return ended.await();
  }

  private static long publishOn(int items, int prefetch) {
    Long sum =
        numbers(items)
            .publishOn(Schedulers.single(), prefetch)
            .reduce(0L, (total, item) -> total + item)
            .block();
    return sum == null ? 0 : sum;
  }

  private static long observeOn(int items, int prefetch) {
    // Its queue cannot grow; the operator for that comes before it.
    boolean unbounded = prefetch == ConversionOptions.UNBOUNDED;
    Flowable<Integer> source = unbounded ? flowing(items).onBackpressureBuffer() : flowing(items);
    return source
        .observeOn(
            io.reactivex.rxjava3.schedulers.Schedulers.single(),
            false,
            unbounded ? Flowable.bufferSize() : prefetch)
        .reduce(0L, (total, item) -> total + item)
        .blockingGet();
  }

  private static long pipe(int items) throws Exception {
    SummingStream target = new SummingStream();
    new NumberStream(items).pipeTo(target).toCompletionStage().toCompletableFuture().get();
    return target.sum();
  }
}
