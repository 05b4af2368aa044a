// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.moduletests.stress.Arena.Round;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.vertx.VertxAdapter;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** One value, completed by one thread while another cancels: it arrives, or it is handed back. */
@Tag("stress")
@Timeout(180)
class CompletionAgainstCancellationStressTest {
  private final Arena arena = new Arena();
  private final EventLoop loop = arena.loop();

  @AfterEach
  void close() {
    arena.close();
    Hooks.resetOnNextDropped();
  }

  private <T> Future<T> watched(Future<T> future) {
    future.addDoneCallback(done -> {
      if (!done.cancelled()) {
        arena.delivered.incrementAndGet();
      }
    });
    return future;
  }

  private Runnable cancelling(Future<?> future) {
    return () -> loop.callSoonThreadsafe(future::cancel);
  }

  // ---- to the hub

  @Test
  void aCompletableFutureAgainstTheHubsFuture() {
    arena.run(() -> {
      CompletableFuture<String> source = new CompletableFuture<>();
      Future<String> future = watched(FutureAdapter.future(source, arena.options));
      return new Round(() -> complete(source), cancelling(future));
    });
    arena.assertNothingIsLost();
  }

  @Test
  void aCompletableFutureAgainstTheTaskThatAwaits() {
    arena.run(() -> {
      CompletableFuture<String> source = new CompletableFuture<>();
      Task<String> task = loop.createTask(FutureAdapter.awaitable(source, arena.options));
      watched(task);
      return new Round(() -> complete(source), cancelling(task));
    });
    arena.assertNothingIsLost();
  }

  private void complete(CompletableFuture<String> source) {
    if (!source.complete("value")) {
      arena.refused.incrementAndGet();
    }
  }

  @Test
  void aCallableAgainstTheTaskThatAwaits() {
    AtomicInteger strayInterrupts = new AtomicInteger();
    arena.run(() -> {
      ArrayDeque<Runnable> jobs = new ArrayDeque<>();
      AtomicInteger called = new AtomicInteger();
      Future<String> future =
          watched(
              FutureAdapter.future(
                  jobs::add,
                  () -> {
                    called.incrementAndGet();
                    return "value";
                  },
                  arena.options));
      return new Round(
          () -> {
            jobs.remove().run();
            if (called.get() == 0) {
              arena.refused.incrementAndGet();
            }
            if (Thread.interrupted()) {
              strayInterrupts.incrementAndGet();
            }
          },
          cancelling(future));
    });
    arena.assertNothingIsLost();
    assertThat(strayInterrupts).hasValue(0);
  }

  @Test
  void aVertxFutureAgainstTheTaskThatAwaits() {
    arena.run(() -> {
      io.vertx.core.Promise<String> source = io.vertx.core.Promise.promise();
      Task<String> task =
          loop.createTask(VertxAdapter.<String>awaitable(source.future(), arena.options));
      watched(task);
      return new Round(() -> source.complete("value"), cancelling(task));
    });
    arena.assertNothingIsLost();
  }

  @Test
  void aSingleThatDoesNotCareAgainstTheTaskThatAwaits() {
    arena.run(() -> {
      AtomicReference<SingleObserver<? super String>> observer = new AtomicReference<>();
      Single<String> source =
          Single.unsafeCreate(o -> {
            o.onSubscribe(Disposable.empty());
            observer.set(o);
          });
      Task<String> task = loop.createTask(RxAdapter.awaitable(source, arena.options));
      watched(task);
      return new Round(() -> observer.get().onSuccess("value"), cancelling(task));
    });
    arena.assertNothingIsLost();
  }

  private static final Subscription UNMOVED =
      new Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  @Test
  void aMonoThatDoesNotCareAgainstTheTaskThatAwaits() {
    arena.run(() -> {
      AtomicReference<Subscriber<? super String>> subscriber = new AtomicReference<>();
      Mono<String> source =
          Mono.fromDirect(s -> {
            subscriber.set(s);
            s.onSubscribe(UNMOVED);
          });
      Task<String> task = loop.createTask(ReactorAdapter.awaitable(source, arena.options));
      watched(task);
      return new Round(
          () -> {
            subscriber.get().onNext("value");
            subscriber.get().onComplete();
          },
          cancelling(task));
    });
    arena.assertNothingIsLost();
  }

  // ---- from the hub

  private record Work(Promise<String> end, Awaitable<String> coroutine) {}

  private Work work() {
    Promise<String> end = loop.createPromise();
    return new Work(
        end,
        () -> {
          try {
            return end.await();
          } catch (CancelledError error) {
            if (!end.cancelled()) { // the value has met the cancellation inside the loop
              arena.discarded.incrementAndGet();
            } else {
              arena.refused.incrementAndGet();
            }
            throw error;
          }
        });
  }

  private Runnable completing(Work work) {
    return () ->
        loop.callSoonThreadsafe(() -> {
          if (!work.end().done()) {
            work.end().setResult("value");
          }
        });
  }

  @Test
  void aSinglesDisposalAgainstItsTask() {
    arena.run(() -> {
      Work work = work();
      Disposable observer =
          RxAdapter.deferSingle(loop, work.coroutine(), arena.options)
              .subscribe(value -> arena.delivered.incrementAndGet(), failure -> {});
      return new Round(completing(work), observer::dispose);
    });
    arena.assertNothingIsLost();
  }

  @Test
  void aMonosDisposalAgainstItsTask() {
    // Reactor's own subscriber is told of the value and has been disposed in the same moment.
    Hooks.onNextDropped(value -> arena.discarded.incrementAndGet());
    arena.run(() -> {
      Work work = work();
      reactor.core.Disposable subscriber =
          ReactorAdapter.deferMono(loop, work.coroutine(), arena.options)
              .subscribe(value -> arena.delivered.incrementAndGet(), failure -> {});
      return new Round(completing(work), subscriber::dispose);
    });
    arena.assertNothingIsLost();
  }

  @Test
  void aCompletableFuturesCancellationAgainstItsTask() {
    arena.run(() -> {
      Work work = work();
      CompletableFuture<String> future =
          FutureAdapter.completableFuture(loop, work.coroutine(), arena.options);
      var unused = future.thenAccept(value -> arena.delivered.incrementAndGet());
      return new Round(completing(work), () -> future.cancel(true));
    });
    arena.assertNothingIsLost();
  }
}
