// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.rx.RxAdapter.completable;
import static io.interloop.rx.RxAdapter.deferCompletable;
import static io.interloop.rx.RxAdapter.deferMaybe;
import static io.interloop.rx.RxAdapter.deferSingle;
import static io.interloop.rx.RxAdapter.flowable;
import static io.interloop.rx.RxAdapter.maybe;
import static io.interloop.rx.RxAdapter.observable;
import static io.interloop.rx.RxAdapter.single;
import static io.interloop.rx.RxAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What RxJava has beyond the contract that all adapters pass. */
@ExtendWith({LoopExtension.class, PluginHook.class})
final class RxAdapterTest {

  @Test
  void aSinglesNullIsAProtocolError(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      ManualSource<Single<String>> already = ManualSource.single();
      already.succeed(null);
      assertThatThrownBy(awaitable(already.get())::await).isInstanceOf(NullPointerException.class);
      ManualSource<Maybe<String>> later = ManualSource.maybe();
      loop.callSoon(() -> later.succeed(null));
      assertThatThrownBy(awaitable(later.get())::await).isInstanceOf(NullPointerException.class);
    });
  }

  @Test
  void theHubsNullIsAFailureForASingleAndNothingForTheOthers(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      Awaitable<@Nullable String> coroutine = () -> null;
      Task<@Nullable String> task = loop.createTask(coroutine);
      for (Single<String> source : List.of(single(task), deferSingle(coroutine))) {
        assertThatThrownBy(awaitable(source)::await)
            .isInstanceOf(NullPointerException.class)
            .hasMessageContaining("Single");
      }
      assertThat(awaitable(maybe(task)).await()).isNull();
      assertThat(awaitable(deferMaybe(coroutine)).await()).isNull();
      awaitable(completable(task)).await();
      awaitable(deferCompletable(coroutine)).await();
    });
  }

  @Test
  void aFutureThatIsDoneIsSignalledWithinTheSubscription(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      promise.setResult("value");
      Disposable single = single(promise).subscribe(value -> trail.add("single " + value));
      Disposable maybe = maybe(promise).subscribe(value -> trail.add("maybe " + value));
      Disposable completable = completable(promise).subscribe(() -> trail.add("completable"));
      trail.add("subscribed");
      assertThat(single.isDisposed() && maybe.isDisposed() && completable.isDisposed()).isTrue();
    });
    trail.assertIs("single value", "maybe value", "completable", "subscribed");
  }

  @Test
  void aSourceThatEndsWhileItIsSubscribedToCostsNoTick(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      loop.callSoon(() -> trail.add("tick"));
      trail.add(awaitable(Single.just("single")).await());
      trail.add("maybe " + awaitable(Maybe.empty()).await());
      awaitable(Completable.complete()).await();
      trail.add("completable");
      assertThatThrownBy(awaitable(Single.error(new IOException("expected")))::await)
          .isInstanceOf(IOException.class);
      trail.add("failed");
      settle();
    });
    trail.assertIs("single", "maybe null", "completable", "failed", "tick");
  }

  @Test
  void anUpstreamThatComesAfterTheCancellationIsDisposed(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      List<SingleObserver<? super String>> observers = new ArrayList<>();
      Single<String> slow =
          new Single<>() {
            @Override
            protected void subscribeActual(SingleObserver<? super String> observer) {
              observers.add(observer);
            }
          };
      Task<String> task = loop.createTask(awaitable(slow));
      settle();
      task.cancel();
      settle();
      Disposable upstream = Disposable.empty();
      observers.getFirst().onSubscribe(upstream);
      assertThat(upstream.isDisposed()).isTrue();
    });
  }

  @Test
  void eachOfSeveralWaitersDisposesItsOwnSubscription(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      SingleSubject<String> subject = SingleSubject.create();
      Awaitable<String> awaitable =
          awaitable(
              subject.doOnDispose(() -> trail.add("disposed")),
              DEFAULT.withOnCancel(OnCancel.LAST_WAITER));
      Task<String> first = loop.createTask(awaitable);
      Task<String> second = loop.createTask(awaitable);
      settle();
      first.cancel();
      settle();
      subject.onSuccess("for the second");
      trail.add(second.await());
    });
    trail.assertIs("disposed", "for the second");
  }

  @Test
  void aDetachedDeferralRunsOnAfterDispose(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Awaitable<String> coroutine =
          () -> {
            Asyncio.sleep(Duration.ofMillis(1)).await();
            trail.add("went on");
            return "late";
          };
      Disposable disposable =
          deferSingle(
                  loop,
                  coroutine,
                  DEFAULT
                      .withOnCancel(OnCancel.DETACH)
                      .withOnDiscard(value -> trail.add("discarded " + value)))
              .subscribe(value -> trail.add("signalled"));
      disposable.dispose();
      settle();
      trail.add("disposed before the start: nothing");

      Disposable later =
          deferSingle(
                  loop,
                  coroutine,
                  DEFAULT
                      .withOnCancel(OnCancel.DETACH)
                      .withOnDiscard(value -> trail.add("discarded " + value)))
              .subscribe(value -> trail.add("signalled"));
      Asyncio.sleep(Duration.ZERO).await();
      Asyncio.sleep(Duration.ZERO).await();
      later.dispose();
      settle();
    });
    trail.assertIs(
        "went on",
        "discarded late",
        "disposed before the start: nothing",
        "went on",
        "discarded late");
  }

  @Test
  void aCoroutineWithoutAResultIsACompletable(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      awaitable(
              deferCompletable(() -> {
                trail.add("ran");
              }))
          .await();
      trail.add("completed");
    });
    trail.assertIs("ran", "completed");
  }

  @Test
  void aDisposableSaysThatItIsDisposedOnceTheResultIsThere(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      Disposable disposable = maybe(loop.createTask(() -> "value")).subscribe();
      assertThat(disposable.isDisposed()).isFalse();
      settle();
      assertThat(disposable.isDisposed()).isTrue();
    });
  }

  @Test
  void aResultIsEitherSignalledOrDiscardedWhoeverDisposesWhen(Runner runner, EventLoop loop)
      throws Exception {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger signalled = new AtomicInteger();
    AtomicInteger discarded = new AtomicInteger();
    Single<Integer> source =
        deferSingle(
            loop,
            ran::incrementAndGet,
            DEFAULT.withOnDiscard(value -> discarded.incrementAndGet()));
    runner.run(() -> {
      Completable subscribers =
          Completable.fromAction(
                  () -> {
                    for (int i = 0; i < 2_000; i++) {
                      source.subscribe(value -> signalled.incrementAndGet()).dispose();
                    }
                  })
              .subscribeOn(Schedulers.io());
      awaitable(Completable.mergeArray(subscribers, subscribers)).await();
      settle();
    });
    assertThat(signalled.get() + discarded.get()).isEqualTo(ran.get());
  }

  @Test
  void aSchedulersResultResumesTheTaskOnTheLoop(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      Single<String> elsewhere =
          Single.fromCallable(() -> "loop: " + loop.isCurrent()).subscribeOn(Schedulers.io());
      assertThat(awaitable(elsewhere).await()).isEqualTo("loop: false");
      assertThat(loop.isCurrent()).isTrue();
    });
  }

  @Test
  void aSchedulersItemsArriveInOrder(Runner runner) throws Exception {
    int count = 10_000;
    runner.run(() -> {
      Flowable<Integer> flowable = Flowable.range(0, count).observeOn(Schedulers.computation());
      assertInOrder(stream(flowable), count);
      Observable<Integer> observable =
          Observable.range(0, count).subscribeOn(Schedulers.computation());
      assertInOrder(stream(observable, Overflow.BUFFER), count);
    });
  }

  private static void assertInOrder(Iterable<Integer> stream, int count) {
    int expected = 0;
    for (int item : stream) {
      assertThat(item).isEqualTo(expected++);
    }
    assertThat(expected).isEqualTo(count);
  }

  @Test
  void whatLeavesTheHubComesBack(Runner runner) throws Exception {
    runner.run(() -> {
      Flowable<String> flowable = flowable(() -> letters()).map(letter -> letter + "!");
      assertThat(stream(flowable).toList().await()).containsExactly("a!", "b!");
      Observable<String> observable = observable(() -> letters()).map(letter -> letter + "?");
      assertThat(stream(observable, Overflow.ERROR).toList().await()).containsExactly("a?", "b?");
    });
  }

  private static AsyncStream<String> letters() {
    return Asyncio.generator(items -> {
      items.yield("a");
      items.yield("b");
    });
  }

  @Test
  void theReadmesExampleRuns(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Single<String> greeting = Single.just("Hello").delay(10, TimeUnit.MILLISECONDS);
      trail.add(awaitable(greeting).await());
      for (long number : stream(Flowable.rangeLong(1, 2))) {
        trail.add("number " + number);
      }
      Single<String> fromTheHub = deferSingle(() -> awaitable(greeting).await() + ", Rx");
      trail.add(awaitable(fromTheHub.map(String::toUpperCase)).await());
    });
    trail.assertIs("Hello", "number 1", "number 2", "HELLO, RX");
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }
}
