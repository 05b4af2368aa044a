// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.vertx.VertxAdapter;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One value from each library, awaited: one that is there, and one that comes in the next turn of
 * the loop. The libraries' own converters turn it into a CompletableFuture.
 */
final class ToHub {
  private ToHub() {}

  /** Makes a source; what it hands to the consumer runs in the next turn of the loop. */
  interface Maker<S> extends Function<Consumer<Runnable>, S> {}

  private interface Bridge<S> {
    long await(S source) throws Exception;
  }

  private interface Kotlin<S> {
    long run(int count, Maker<S> maker);
  }

  static Stream<Row> rows(Scale scale) {
    int count = scale.of(200_000);
    return Stream.of(
            new Type<CompletableFuture<Long>>(
                "CompletableFuture",
                soon -> CompletableFuture.completedFuture(1L),
                soon -> {
                  CompletableFuture<Long> future = new CompletableFuture<>();
                  soon.accept(() -> future.complete(1L));
                  return future;
                },
                future -> FutureAdapter.<Long>awaitable(future).await(),
                HandBridges::await,
                (n, maker) -> KotlinConversions.awaitStages(n, maker::apply),
                CompletableFuture::copy),
            new Type<Mono<Long>>(
                "Mono",
                soon -> Mono.just(1L),
                soon -> {
                  Sinks.One<Long> sink = Sinks.one();
                  soon.accept(() -> sink.emitValue(1L, Sinks.EmitFailureHandler.FAIL_FAST));
                  return sink.asMono();
                },
                mono -> one(ReactorAdapter.<Long>awaitable(mono)),
                HandBridges::await,
                KotlinConversions::awaitMonos,
                ToHub::toFuture),
            new Type<Single<Long>>(
                "Single",
                soon -> Single.just(1L),
                soon -> {
                  SingleSubject<Long> subject = SingleSubject.create();
                  soon.accept(() -> subject.onSuccess(1L));
                  return subject;
                },
                single -> RxAdapter.<Long>awaitable(single).await(),
                HandBridges::await,
                KotlinConversions::awaitSingles,
                Single::toCompletionStage),
            new Type<Maybe<Long>>(
                "Maybe",
                soon -> Maybe.just(1L),
                soon -> {
                  MaybeSubject<Long> subject = MaybeSubject.create();
                  soon.accept(() -> subject.onSuccess(1L));
                  return subject;
                },
                maybe -> one(RxAdapter.<Long>awaitable(maybe)),
                HandBridges::await,
                KotlinConversions::awaitMaybes,
                Maybe::toCompletionStage),
            new Type<Completable>(
                "Completable",
                soon -> Completable.complete(),
                soon -> {
                  CompletableSubject subject = CompletableSubject.create();
                  soon.accept(subject::onComplete);
                  return subject;
                },
                completable -> {
                  RxAdapter.awaitable(completable).await();
                  return 1;
                },
                HandBridges::await,
                KotlinConversions::awaitCompletables,
                completable -> completable.toCompletionStage(1L)),
            new Type<Future<Long>>(
                "Vertx-Future",
                soon -> Future.succeededFuture(1L),
                soon -> {
                  Promise<Long> promise = Promise.promise();
                  soon.accept(() -> promise.complete(1L));
                  return promise.future();
                },
                future -> VertxAdapter.<Long>awaitable(future).await(),
                HandBridges::await,
                (n, maker) ->
                    KotlinConversions.awaitStages(n, soon -> maker.apply(soon).toCompletionStage()),
                Future::toCompletionStage))
        .flatMap(type -> Stream.of(type.row(count, false), type.row(count, true)));
  }

  private static long one(Awaitable<@org.jspecify.annotations.Nullable Long> awaitable)
      throws Exception {
    Long value = awaitable.await();
    return value == null ? 0 : value;
  }

  @SuppressWarnings("NullAway") // none of them is empty
  private static CompletionStage<Long> toFuture(Mono<Long> mono) {
    return mono.toFuture();
  }

  private record Type<S>(
      String name,
      Maker<S> ready,
      Maker<S> pending,
      Bridge<S> adapter,
      Bridge<S> byHand,
      Kotlin<S> kotlin,
      Function<S, CompletionStage<Long>> library) {

    Row row(int count, boolean later) {
      Maker<S> maker = later ? pending : ready;
      Row.Builder row =
          Row.timed(
                  "to-hub/" + name + (later ? "-pending" : "-ready"),
                  "await a " + name + (later ? " that completes later" : " that is done"))
              .operations(count)
              .interloop(() -> awaitEach(count, maker, adapter))
              .byHand(() -> awaitEach(count, maker, byHand))
              .peer(Peer.KOTLINX, () -> kotlin.run(count, maker))
              .peer(Peer.LIBRARY, () -> convertEach(count, maker));
      return (name.equals("Mono") && later ? row.quick() : row).build();
    }

    private long awaitEach(int count, Maker<S> maker, Bridge<S> bridge) throws Exception {
      EventLoop loop = EventLoop.running();
      Consumer<Runnable> soon = loop::callSoon;
      long sum = 0;
      for (int i = 0; i < count; i++) {
        sum += bridge.await(maker.apply(soon));
        HandBridges.letCallbacksRun(i);
      }
      return sum;
    }

    private long convertEach(int count, Maker<S> maker) {
      Turns turns = new Turns();
      long sum = 0;
      for (int i = 0; i < count; i++) {
        CompletableFuture<Long> future = library.apply(maker.apply(turns)).toCompletableFuture();
        turns.turn();
        sum += future.join();
      }
      return sum;
    }
  }
}
