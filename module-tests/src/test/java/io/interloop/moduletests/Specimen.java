// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.Conversions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.spi.ForeignType;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.streams.ReadStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One foreign type as its own library's users make and use it.
 *
 * @param type its class
 * @param source makes one of some work
 * @param observer observes one, and returns what cancels it
 */
record Specimen<F>(
    Class<? super F> type,
    Function<Work, F> source,
    BiFunction<F, Observation, Runnable> observer) {

  ForeignType<?> described() {
    return Conversions.installed().types().stream()
        .filter(one -> one.type() == type)
        .findFirst()
        .orElseThrow();
  }

  F make(Work work) {
    return source.apply(work);
  }

  @SuppressWarnings("unchecked") // a conversion's result is of this type
  Runnable observe(Object target, Observation observation) {
    return observer.apply((F) target, observation);
  }

  @Override
  public String toString() {
    return described().traits().name();
  }

  /** One for each type that is described. */
  static List<Specimen<?>> all() {
    return List.of(
        new Specimen<Awaitable<String>>(
            Awaitable.class,
            work ->
                () -> {
                  Promise<String> promise = EventLoop.running().createPromise();
                  work.listen(end -> complete(promise, end));
                  try {
                    return promise.await();
                  } catch (CancelledError error) {
                    work.cancelled();
                    throw error;
                  }
                },
            Specimen::awaited),
        new Specimen<Future<String>>(
            Future.class,
            work -> {
              Promise<String> promise = EventLoop.running().createPromise();
              promise.addDoneCallback(done -> cancelledIf(done.cancelled(), work));
              work.listen(end -> complete(promise, end));
              return promise;
            },
            (future, observation) -> {
              future.addDoneCallback(done -> outcome(Outcome.of(done::result), observation));
              return future::cancel;
            }),
        new Specimen<AsyncStream<String>>(
            AsyncStream.class,
            work ->
                EventLoop.running().stream(
                    FlowAdapters.toFlowPublisher(flux(work)), ConversionOptions.DEFAULT),
            (stream, observation) ->
                awaited(
                    () -> {
                      stream.forEach(observation::item);
                      return null;
                    },
                    observation,
                    ignored -> observation.end())),
        new Specimen<CompletableFuture<String>>(
            CompletableFuture.class, Specimen::completableFuture, Specimen::stage),
        new Specimen<CompletionStage<String>>(
            CompletionStage.class, work -> plainStage(completableFuture(work)), Specimen::stage),
        new Specimen<java.util.concurrent.Future<String>>(
            java.util.concurrent.Future.class,
            Specimen::futureTask,
            (future, observation) -> stage((CompletableFuture<String>) future, observation)),
        new Specimen<Flow.Publisher<String>>(
            Flow.Publisher.class,
            work -> FlowAdapters.toFlowPublisher(flux(work)),
            (publisher, observation) -> many(FlowAdapters.toPublisher(publisher), observation)),
        new Specimen<Single<String>>(
            Single.class,
            work ->
                Single.create(emitter -> {
                  emitter.setCancellable(work::cancelled);
                  work.listen(end -> {
                    if (end.failure() != null) {
                      emitter.onError(end.failure());
                    } else {
                      emitter.onSuccess(end.value());
                    }
                  });
                }),
            (single, observation) ->
                single.subscribe(observation::value, observation::failed)::dispose),
        new Specimen<Maybe<String>>(Maybe.class, Specimen::maybe, Specimen::maybeObserver),
        new Specimen<Completable>(
            Completable.class,
            work -> maybe(work).ignoreElement(),
            (completable, observation) ->
                completable.subscribe(observation::end, observation::failed)::dispose),
        new Specimen<Flowable<String>>(
            Flowable.class,
            work -> observable(work).toFlowable(BackpressureStrategy.BUFFER),
            (flowable, observation) ->
                flowable.subscribe(observation::item, observation::failed, observation::end)
                    ::dispose),
        new Specimen<Observable<String>>(
            Observable.class,
            Specimen::observable,
            (observable, observation) ->
                observable.subscribe(observation::item, observation::failed, observation::end)
                    ::dispose),
        new Specimen<Mono<String>>(
            Mono.class,
            work ->
                Mono.create(sink -> {
                  sink.onCancel(work::cancelled);
                  work.listen(end -> {
                    if (end.failure() != null) {
                      sink.error(end.failure());
                    } else {
                      sink.success(end.value());
                    }
                  });
                }),
            (mono, observation) ->
                mono.subscribe(observation::value, observation::failed, observation::end)::dispose),
        new Specimen<Flux<String>>(Flux.class, Specimen::flux, Specimen::many),
        new Specimen<Publisher<String>>(
            Publisher.class,
            work -> subscriber -> flux(work).subscribe(subscriber), // no Flux
            Specimen::many),
        new Specimen<io.vertx.core.Future<String>>(
            io.vertx.core.Future.class,
            work -> {
              io.vertx.core.Promise<String> promise = io.vertx.core.Promise.promise();
              work.listen(end -> {
                if (end.failure() != null) {
                  promise.fail(end.failure());
                } else {
                  promise.complete(end.value());
                }
              });
              return promise.future();
            },
            (future, observation) -> {
              future.onComplete(observation::ended);
              return () -> {};
            }),
        new Specimen<ReadStream<String>>(
            ReadStream.class,
            ManualReadStream::new,
            (stream, observation) -> {
              stream
                  .exceptionHandler(observation::failed)
                  .endHandler(ignored -> observation.end())
                  .handler(observation::item);
              return () -> stream.handler(null);
            }));
  }

  // ---- the hub's

  private static void complete(Promise<String> promise, Work.Ending end) {
    if (end.isCancelled()) {
      promise.cancel();
    } else if (end.failure() != null) {
      promise.setException(end.failure());
    } else {
      promise.setResult(end.value());
    }
  }

  private static void cancelledIf(boolean cancelled, Work work) {
    if (cancelled) {
      work.cancelled();
    }
  }

  private static void outcome(Outcome<String> outcome, Observation observation) {
    switch (outcome) {
      case Outcome.Success<String> success -> observation.value(success.value());
      case Outcome.Failure<String> failure -> observation.failed(failure.exception());
      case Outcome.Cancelled<String> cancelled -> observation.failed(cancelled.error());
    }
  }

  private static Runnable awaited(Awaitable<String> awaitable, Observation observation) {
    return awaited(awaitable, observation, observation::value);
  }

  private static Runnable awaited(
      Awaitable<String> awaitable,
      Observation observation,
      java.util.function.Consumer<String> onValue) {
    Task<?> task =
        EventLoop.running()
            .createTask(
                TaskOptions.DEFAULT.eager(),
                () -> {
                  try {
                    onValue.accept(awaitable.await());
                  } catch (Exception | CancelledError failure) {
                    observation.failed(failure);
                  }
                });
    return task::cancel;
  }

  // ---- the JDK's

  private static CompletableFuture<String> completableFuture(Work work) {
    CompletableFuture<String> future = new CompletableFuture<>();
    var unused = future.whenComplete((value, failure) -> cancelledIf(future.isCancelled(), work));
    work.listen(end -> {
      if (end.failure() != null) {
        future.completeExceptionally(end.failure());
      } else {
        future.complete(end.value());
      }
    });
    return future;
  }

  /** A stage that is no CompletableFuture. */
  @SuppressWarnings("unchecked") // the interface is named
  private static CompletionStage<String> plainStage(CompletableFuture<String> future) {
    return (CompletionStage<String>)
        Proxy.newProxyInstance(
            Specimen.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(future, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static Runnable stage(CompletionStage<String> stage, Observation observation) {
    stage.whenComplete(observation::ended);
    return () -> stage.toCompletableFuture().cancel(true);
  }

  /** A future that can only be waited for by blocking. */
  private static java.util.concurrent.Future<String> futureTask(Work work) {
    Work.Ending[] ended = new Work.Ending[1];
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              if (ended[0].failure() instanceof Exception failure) {
                throw failure;
              }
              return ended[0].value();
            }) {
          @Override
          protected void done() {
            cancelledIf(isCancelled(), work);
          }
        };
    work.listen(end -> {
      ended[0] = end;
      if (end.isCancelled()) {
        task.cancel(false);
      } else {
        task.run();
      }
    });
    return task;
  }

  // ---- the reactive ones

  private static Maybe<String> maybe(Work work) {
    return Maybe.create(emitter -> {
      emitter.setCancellable(work::cancelled);
      work.listen(end -> {
        if (end.failure() != null) {
          emitter.onError(end.failure());
        } else if (end.value() != null) {
          emitter.onSuccess(end.value());
        } else {
          emitter.onComplete();
        }
      });
    });
  }

  private static Runnable maybeObserver(Maybe<String> maybe, Observation observation) {
    Disposable disposable =
        maybe.subscribe(observation::value, observation::failed, observation::end);
    return disposable::dispose;
  }

  private static Observable<String> observable(Work work) {
    return Observable.create(emitter -> {
      emitter.setCancellable(work::cancelled);
      work.listen(end -> {
        end.items().forEach(emitter::onNext);
        if (end.failure() != null) {
          emitter.onError(end.failure());
        } else {
          emitter.onComplete();
        }
      });
    });
  }

  private static Flux<String> flux(Work work) {
    return Flux.create(sink -> {
      sink.onCancel(work::cancelled);
      work.listen(end -> {
        end.items().forEach(sink::next);
        if (end.failure() != null) {
          sink.error(end.failure());
        } else {
          sink.complete();
        }
      });
    });
  }

  private static Runnable many(Publisher<String> publisher, Observation observation) {
    return Flux.from(publisher).subscribe(observation::item, observation::failed, observation::end)
        ::dispose;
  }
}
