// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.vertx.VertxAdapter;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One value of the loop's as each library's type, listened to there. The libraries' own converters
 * begin with a CompletableFuture.
 */
final class FromHub {
  /** So many are on their way at the same time. */
  private static final int BATCH = 10;

  private FromHub() {}

  /** Converts something and has the result go to the sink. */
  private interface Bridge<S> {
    void convert(S source, LongConsumer sink);
  }

  private interface Kotlin {
    long run(int count, int batch, boolean pending);
  }

  static Stream<Row> rows(Scale scale) {
    int count = scale.of(200_000);
    return Stream.concat(
        Stream.of(
                new Type(
                    "CompletableFuture",
                    (future, sink) -> listen(FutureAdapter.completableFuture(future), sink),
                    (future, sink) -> listen(HandBridges.completableFuture(future), sink),
                    KotlinConversions::toFutures,
                    (future, sink) -> listen(future.copy(), sink)),
                new Type(
                    "Mono",
                    (future, sink) -> listen(ReactorAdapter.mono(future), sink),
                    (future, sink) -> listen(HandBridges.mono(future), sink),
                    KotlinConversions::toMonos,
                    (future, sink) -> listen(Mono.fromFuture(future), sink)),
                new Type(
                    "Single",
                    (future, sink) -> listen(RxAdapter.single(future), sink),
                    (future, sink) -> listen(HandBridges.single(future), sink),
                    KotlinConversions::toSingles,
                    (future, sink) -> listen(Single.fromCompletionStage(future), sink)),
                new Type(
                    "Maybe",
                    (future, sink) -> listen(RxAdapter.maybe(future), sink),
                    (future, sink) -> listen(HandBridges.maybe(future), sink),
                    KotlinConversions::toMaybes,
                    (future, sink) -> listen(Maybe.fromCompletionStage(future), sink)),
                new Type(
                    "Completable",
                    (future, sink) -> listen(RxAdapter.completable(future), sink),
                    (future, sink) -> listen(HandBridges.completable(future), sink),
                    KotlinConversions::toCompletables,
                    (future, sink) -> listen(Completable.fromCompletionStage(future), sink)),
                new Type(
                    "Vertx-Future",
                    (future, sink) -> listen(VertxAdapter.vertxFuture(future), sink),
                    (future, sink) -> listen(HandBridges.vertxFuture(future), sink),
                    null,
                    (future, sink) ->
                        listen(io.vertx.core.Future.fromCompletionStage(future), sink)))
            .flatMap(type -> Stream.of(type.row(count, false), type.row(count, true))),
        Stream.of(
            start(
                "CompletableFuture",
                count,
                (body, sink) -> listen(FutureAdapter.completableFuture(body), sink),
                (body, sink) -> listen(HandBridges.start(EventLoop.running(), body), sink),
                () -> KotlinConversions.startFutures(count, BATCH)),
            start(
                "Mono",
                count,
                (body, sink) -> listen(ReactorAdapter.deferMono(body), sink),
                (body, sink) -> listen(HandBridges.deferMono(EventLoop.running(), body), sink),
                () -> KotlinConversions.startMonos(count, BATCH)),
            start(
                "Single",
                count,
                (body, sink) -> listen(RxAdapter.deferSingle(body), sink),
                (body, sink) -> listen(HandBridges.deferSingle(EventLoop.running(), body), sink),
                () -> KotlinConversions.startSingles(count, BATCH))));
  }

  private static Row start(
      String name,
      int count,
      Bridge<Awaitable<Long>> adapter,
      Bridge<Awaitable<Long>> byHand,
      Body kotlin) {
    Awaitable<Long> coroutine = () -> 1L;
    return Row.timed("from-hub/" + name + "-start", "start a coroutine as a " + name)
        .operations(count)
        .interloop(() -> inBatches(count, sink -> adapter.convert(coroutine, sink)))
        .byHand(() -> inBatches(count, sink -> byHand.convert(coroutine, sink)))
        .peer(Peer.KOTLINX, kotlin)
        .build();
  }

  private record Type(
      String name,
      Bridge<Future<Long>> adapter,
      Bridge<Future<Long>> byHand,
      @Nullable Kotlin kotlin,
      Bridge<CompletableFuture<Long>> library) {

    Row row(int count, boolean pending) {
      Row.Builder row =
          Row.timed(
                  "from-hub/" + name + (pending ? "-pending" : "-ready"),
                  "a future "
                      + (pending ? "that completes later" : "that is done")
                      + " as a "
                      + name)
              .operations(count)
              .interloop(() -> inBatches(count, sink -> convert(adapter, pending, sink)))
              .byHand(() -> inBatches(count, sink -> convert(byHand, pending, sink)))
              .peer(Peer.LIBRARY, () -> convertEach(count, pending));
      if (kotlin != null) {
        row.peer(Peer.KOTLINX, () -> kotlin.run(count, BATCH, pending));
      }
      return (name.equals("Mono") && pending ? row.quick() : row).build();
    }

    private static void convert(Bridge<Future<Long>> bridge, boolean pending, LongConsumer sink) {
      EventLoop loop = EventLoop.running();
      Promise<Long> promise = loop.createPromise();
      if (pending) {
        loop.callSoon(() -> promise.setResult(1L));
      } else {
        promise.setResult(1L);
      }
      bridge.convert(promise, sink);
    }

    private long convertEach(int count, boolean pending) {
      Turns turns = new Turns();
      long[] received = new long[1];
      for (int i = 0; i < count; i++) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        if (pending) {
          turns.accept(() -> future.complete(1L));
        } else {
          future.complete(1L);
        }
        library.convert(future, value -> received[0] += value);
        turns.turn();
      }
      return received[0];
    }
  }

  /** Starts conversions, and lets the loop turn until they have arrived. */
  private static long inBatches(int count, java.util.function.Consumer<LongConsumer> convert)
      throws Exception {
    long[] received = new long[1];
    LongConsumer sink = value -> received[0] += value;
    for (int sent = 0; sent < count; ) {
      for (int i = 0; i < BATCH; i++) {
        convert.accept(sink);
      }
      sent += BATCH;
      while (received[0] < sent) {
        sleep(ZERO).await();
      }
    }
    return received[0];
  }

  private static void listen(CompletableFuture<Long> future, LongConsumer sink) {
    CompletableFuture<Void> unused = future.thenAccept(sink::accept);
  }

  private static void listen(Mono<Long> mono, LongConsumer sink) {
    reactor.core.Disposable unused = mono.subscribe(sink::accept);
  }

  private static void listen(Single<Long> single, LongConsumer sink) {
    Disposable unused = single.subscribe(sink::accept);
  }

  private static void listen(Maybe<Long> maybe, LongConsumer sink) {
    Disposable unused = maybe.subscribe(sink::accept);
  }

  private static void listen(Completable completable, LongConsumer sink) {
    Disposable unused = completable.subscribe(() -> sink.accept(1));
  }

  private static void listen(io.vertx.core.Future<Long> future, LongConsumer sink) {
    future.onSuccess(sink::accept);
  }
}
