// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The bridges that somebody would write who has the two libraries and no adapter: a result, a
 * failure and a cancellation get across, from any thread. Nothing is said of late or lost results.
 */
final class HandBridges {
  private HandBridges() {}

  /**
   * Lets the loop turn in every 256th round, whoever converts there. What a bridge leaves to the
   * loop would pile up otherwise, where a task awaits nothing but what is done.
   */
  static void letCallbacksRun(int round) throws Exception {
    if (round % 256 == 255) {
      sleep(ZERO).await();
    }
  }

  // ---- to the hub

  static long await(CompletableFuture<Long> future) throws Exception {
    Promise<Long> promise = EventLoop.running().createPromise();
    var unused = future.whenComplete((value, failure) -> settle(promise, value, failure));
    promise.addDoneCallback(done -> {
      if (done.cancelled()) {
        future.cancel(true);
      }
    });
    return promise.await();
  }

  static long await(Mono<Long> mono) throws Exception {
    Promise<Long> promise = EventLoop.running().createPromise();
    reactor.core.Disposable subscription =
        mono.subscribe(
            value -> settle(promise, value, null), failure -> settle(promise, null, failure));
    promise.addDoneCallback(done -> subscription.dispose());
    return promise.await();
  }

  static long await(Single<Long> single) throws Exception {
    Promise<Long> promise = EventLoop.running().createPromise();
    Disposable subscription =
        single.subscribe(
            value -> settle(promise, value, null), failure -> settle(promise, null, failure));
    promise.addDoneCallback(done -> subscription.dispose());
    return promise.await();
  }

  static long await(Maybe<Long> maybe) throws Exception {
    Promise<Long> promise = EventLoop.running().createPromise();
    Disposable subscription =
        maybe.subscribe(
            value -> settle(promise, value, null),
            failure -> settle(promise, null, failure),
            () -> settle(promise, null, null));
    promise.addDoneCallback(done -> subscription.dispose());
    return promise.await();
  }

  static long await(Completable completable) throws Exception {
    Promise<Long> promise = EventLoop.running().createPromise();
    Disposable subscription =
        completable.subscribe(
            () -> settle(promise, 1L, null), failure -> settle(promise, null, failure));
    promise.addDoneCallback(done -> subscription.dispose());
    return promise.await();
  }

  static long await(io.vertx.core.Future<Long> future) throws Exception {
    Promise<Long> promise = EventLoop.running().createPromise();
    future.onComplete(result -> settle(promise, result.result(), result.cause()));
    return promise.await();
  }

  /** Settles a promise on its loop: here and now, if this is the loop. */
  private static void settle(
      Promise<Long> promise, @Nullable Long value, @Nullable Throwable failure) {
    EventLoop loop = promise.getLoop();
    if (!loop.isCurrent()) {
      loop.callSoonThreadsafe(() -> settle(promise, value, failure));
    } else if (!promise.done()) {
      if (failure != null) {
        promise.setException(failure);
      } else {
        promise.setResult(value == null ? 0L : value);
      }
    }
  }

  // ---- from the hub

  static CompletableFuture<Long> completableFuture(Future<Long> future) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    onLoop(
        future.getLoop(), () -> forward(future, result::complete, result::completeExceptionally));
    cancelBack(result, future);
    return result;
  }

  private static void cancelBack(CompletableFuture<Long> result, Future<Long> future) {
    var unused =
        result.whenComplete((value, failure) -> {
          if (result.isCancelled()) {
            onLoop(future.getLoop(), future::cancel);
          }
        });
  }

  static Mono<Long> mono(Future<Long> future) {
    return Mono.create(sink -> {
      Consumer<Future<Long>> callback = done -> read(done, sink::success, sink::error);
      EventLoop loop = future.getLoop();
      onLoop(loop, () -> future.addDoneCallback(callback));
      sink.onDispose(() -> onLoop(loop, () -> future.removeDoneCallback(callback)));
    });
  }

  static Single<Long> single(Future<Long> future) {
    return Single.create(sink -> {
      Consumer<Future<Long>> callback = done -> read(done, sink::onSuccess, sink::onError);
      EventLoop loop = future.getLoop();
      onLoop(loop, () -> future.addDoneCallback(callback));
      sink.setCancellable(() -> onLoop(loop, () -> future.removeDoneCallback(callback)));
    });
  }

  static Maybe<Long> maybe(Future<Long> future) {
    return Maybe.create(sink -> {
      Consumer<Future<Long>> callback = done -> read(done, sink::onSuccess, sink::onError);
      EventLoop loop = future.getLoop();
      onLoop(loop, () -> future.addDoneCallback(callback));
      sink.setCancellable(() -> onLoop(loop, () -> future.removeDoneCallback(callback)));
    });
  }

  static Completable completable(Future<Long> future) {
    return Completable.create(sink -> {
      Consumer<Future<Long>> callback =
          done -> read(done, value -> sink.onComplete(), sink::onError);
      EventLoop loop = future.getLoop();
      onLoop(loop, () -> future.addDoneCallback(callback));
      sink.setCancellable(() -> onLoop(loop, () -> future.removeDoneCallback(callback)));
    });
  }

  static io.vertx.core.Future<Long> vertxFuture(Future<Long> future) {
    io.vertx.core.Promise<Long> promise = io.vertx.core.Promise.promise();
    onLoop(future.getLoop(), () -> forward(future, promise::complete, promise::fail));
    return promise.future();
  }

  // ---- coroutines, started here

  static CompletableFuture<Long> start(EventLoop loop, Awaitable<Long> coroutine) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    onLoop(
        loop,
        () -> {
          Task<Long> task = loop.createTask(coroutine);
          forward(task, result::complete, result::completeExceptionally);
          cancelBack(result, task);
        });
    return result;
  }

  static Mono<Long> deferMono(EventLoop loop, Awaitable<Long> coroutine) {
    return Mono.create(sink ->
        onLoop(
            loop,
            () -> {
              Task<Long> task = loop.createTask(coroutine);
              forward(task, sink::success, sink::error);
              sink.onCancel(() -> onLoop(loop, task::cancel));
            }));
  }

  static Single<Long> deferSingle(EventLoop loop, Awaitable<Long> coroutine) {
    return Single.create(sink ->
        onLoop(
            loop,
            () -> {
              Task<Long> task = loop.createTask(coroutine);
              forward(task, sink::onSuccess, sink::onError);
              sink.setCancellable(() -> onLoop(loop, task::cancel));
            }));
  }

  private static void forward(
      Future<Long> future, Consumer<Long> onValue, Consumer<Throwable> onFailure) {
    future.addDoneCallback(done -> read(done, onValue, onFailure));
  }

  private static void read(
      Future<Long> done, Consumer<Long> onValue, Consumer<Throwable> onFailure) {
    Long value;
    try {
      value = done.result();
    } catch (Throwable failure) {
      onFailure.accept(failure);
      return;
    }
    onValue.accept(value);
  }

  private static void onLoop(EventLoop loop, Runnable action) {
    if (loop.isCurrent()) {
      action.run();
    } else {
      loop.callSoonThreadsafe(action);
    }
  }
}
