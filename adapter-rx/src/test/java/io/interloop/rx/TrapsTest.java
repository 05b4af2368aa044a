// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.rx.RxAdapter.awaitable;
import static io.interloop.rx.RxAdapter.deferSingle;
import static io.interloop.rx.RxAdapter.first;
import static io.interloop.rx.RxAdapter.future;
import static io.interloop.rx.RxAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
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
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What bit the users of other bridges between Rx and coroutines. */
@ExtendWith({LoopExtension.class, PluginHook.class})
@Timeout(60)
final class TrapsTest {

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  /** ReactiveX/RxPY#325: a future that nobody completes when the source ends without a value. */
  @Test
  void awaitingAnEmptySourceEnds(Runner runner) throws Exception {
    runner.run(() -> {
      assertThat(awaitable(Maybe.<String>empty()).await()).isNull();
      assertThat(awaitable(Completable.complete()).await()).isNull();
      assertThat(first(Observable.<String>empty()).await()).isNull();
      assertThat(first(Flowable.<String>empty()).await()).isNull();
      assertThat(stream(Observable.<String>empty(), Overflow.BUFFER).toList().await()).isEmpty();
    });
  }

  /** ReactiveX/RxPY#529: a result set on a future that is cancelled was an InvalidStateError. */
  @Test
  void aValueThatFindsTheFutureCancelledIsDiscardedAndNoError(Runner runner, Trail trail)
      throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    PublishSubject<String> subject = PublishSubject.create();
    runner.run(() -> {
      Future<String> future = future(subject.firstOrError(), options);
      future.cancel();
      subject.onNext("late"); // in the same step: the subscription is not disposed yet
      assertThatThrownBy(future::await).isInstanceOf(CancelledError.class);
      settle();
    });
    trail.assertIs("discarded late");
  }

  /** ReactiveX/RxPY#502: a future that could not be cancelled left its observable subscribed. */
  @Test
  void cancellingTheFutureDisposesTheObservable(Runner runner) throws Exception {
    PublishSubject<String> subject = PublishSubject.create();
    runner.run(() -> {
      Future<String> future = future(subject.firstOrError());
      assertThat(subject.hasObservers()).isTrue();
      future.cancel();
      settle();
      assertThat(subject.hasObservers()).isFalse();
    });
  }

  /** ReactiveX/RxPY#456: a source that waits on a thread of its own did not wake the loop. */
  @Test
  void aSourceThatTakesItsTimeOnAnotherThreadWakesTheLoop(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      Single<String> later =
          Single.timer(1, TimeUnit.MILLISECONDS, Schedulers.computation()).map(tick -> "woken");
      assertThat(awaitable(later).await()).isEqualTo("woken");
      assertThat(loop.isCurrent()).isTrue();
    });
  }

  /** ReactiveX/RxPY#567: dispose on the loop's thread waited for the loop. */
  @Test
  void disposingNeverWaitsForTheLoop(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Disposable fromTheLoop = deferSingle(() -> waiting(trail)).subscribe();
      Disposable fromElsewhere = deferSingle(() -> waiting(trail)).subscribe();
      settle();
      fromTheLoop.dispose();
      Thread thread = Thread.ofPlatform().start(fromElsewhere::dispose);
      thread.join(); // it returns although the loop stands still here
      trail.add("disposed");
      settle();
    });
    trail.assertIs("disposed", "cleaned up", "cleaned up");
  }

  private static String waiting(Trail trail) throws Exception {
    try {
      return Asyncio.sleep(Duration.ofHours(1), "never").await();
    } finally {
      trail.add("cleaned up");
    }
  }

  /**
   * Kotlin/kotlinx.coroutines#3282: an Observable that is faster than its consumer blocked its
   * emitter, for ever if both were on one thread.
   */
  @ParameterizedTest
  @EnumSource(Overflow.class)
  void anEmitterOnTheConsumersOwnThreadIsNotBlocked(Overflow overflow, Runner runner)
      throws Exception {
    PublishSubject<Integer> subject = PublishSubject.create();
    runner.run(() -> {
      try (AsyncStream<Integer> stream = stream(subject, overflow, DEFAULT.withPrefetch(4))) {
        Asyncio.createTask(() -> {
          for (int i = 0; i < 1000; i++) {
            subject.onNext(i);
          }
          subject.onComplete();
        });
        int read = 0;
        try {
          for (Iterator<Integer> items = stream.iterator(); items.hasNext(); items.next()) {
            read++;
          }
        } catch (MissingBackpressureException overflown) {
          assertThat(overflow).isEqualTo(Overflow.ERROR);
        }
        assertThat(read).isEqualTo(overflow == Overflow.BUFFER ? 1000 : 5);
      }
    });
  }

  /**
   * ReactiveX/RxJava#7884: cancelling a future through its Rx wrapper made the wrapper signal the
   * future's CancellationException to nobody, as an UndeliverableException.
   */
  @Test
  void aSourceThatAnswersItsCancellationIsNotUndeliverable(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    PluginHook.install(failure -> trail.add("undeliverable " + failure));
    Single<String> answering =
        Single.unsafeCreate(observer ->
            observer.onSubscribe(
                Disposable.fromAction(
                    () -> observer.onError(new CancellationException("as you wish")))));
    runner.run(() -> {
      Task<String> task = loop.createTask(awaitable(answering));
      loop.callSoon(task::cancel);
      settle();
      assertThat(task.cancelled()).isTrue();
    });
    trail.assertIs();
  }
}
