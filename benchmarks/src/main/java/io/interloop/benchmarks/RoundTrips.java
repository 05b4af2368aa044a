// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.vertx.VertxAdapter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A future of the loop's, as another library's type, awaited on the loop again. */
final class RoundTrips {
  private RoundTrips() {}

  private interface Bridge {
    long there(Future<Long> future) throws Exception;
  }

  private interface Kotlin {
    long run(int count, boolean pending);
  }

  static Stream<Row> rows(Scale scale) {
    int count = scale.of(200_000);
    return Stream.of(false, true)
        .flatMap(pending ->
            Stream.of(
                row(
                    "CompletableFuture",
                    count,
                    pending,
                    future ->
                        FutureAdapter.<Long>awaitable(FutureAdapter.completableFuture(future))
                            .await(),
                    future -> HandBridges.await(HandBridges.completableFuture(future)),
                    KotlinConversions::throughFutures),
                row(
                    "Mono",
                    count,
                    pending,
                    future -> one(ReactorAdapter.awaitable(ReactorAdapter.mono(future))),
                    future -> HandBridges.await(HandBridges.mono(future)),
                    KotlinConversions::throughMonos),
                row(
                    "Single",
                    count,
                    pending,
                    future -> RxAdapter.<Long>awaitable(RxAdapter.single(future)).await(),
                    future -> HandBridges.await(HandBridges.single(future)),
                    KotlinConversions::throughSingles),
                row(
                    "Vertx-Future",
                    count,
                    pending,
                    future ->
                        VertxAdapter.<Long>awaitable(VertxAdapter.vertxFuture(future)).await(),
                    future -> HandBridges.await(HandBridges.vertxFuture(future)),
                    null)));
  }

  private static Row row(
      String name,
      int count,
      boolean pending,
      Bridge adapter,
      Bridge byHand,
      @Nullable Kotlin kotlin) {
    Row.Builder row =
        Row.timed(
                "round-trip/" + name + (pending ? "-pending" : "-ready"),
                "a future to a "
                    + name
                    + " and back, "
                    + (pending ? "completed later" : "done already"))
            .operations(count)
            .interloop(() -> each(count, pending, adapter))
            .byHand(() -> each(count, pending, byHand));
    if (kotlin != null) {
      row.peer(Peer.KOTLINX, () -> kotlin.run(count, pending));
    }
    return row.build();
  }

  private static long each(int count, boolean pending, Bridge bridge) throws Exception {
    EventLoop loop = EventLoop.running();
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Promise<Long> promise = loop.createPromise();
      if (pending) {
        loop.callSoon(() -> promise.setResult(1L));
      } else {
        promise.setResult(1L);
      }
      sum += bridge.there(promise);
      HandBridges.letCallbacksRun(i);
    }
    return sum;
  }

  private static long one(Awaitable<@Nullable Long> awaitable) throws Exception {
    Long value = awaitable.await();
    return value == null ? 0 : value;
  }
}
