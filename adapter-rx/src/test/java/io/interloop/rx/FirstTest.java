// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.rx.RxAdapter.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first of many. */
@ExtendWith({LoopExtension.class, PluginHook.class})
final class FirstTest {
  private static final ConversionOptions DRAIN = DEFAULT.withAfterFirst(AfterFirst.DRAIN);

  @Test
  void theFirstItemIsTakenAndTheRestCancelled(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      trail.add("flowable " + first(traced(Flowable.range(1, 3), trail)).await());
      trail.add("observable " + first(traced(Observable.range(1, 3), trail)).await());
    });
    trail.assertIs("request 1", "cancel", "flowable 1", "dispose", "observable 1");
  }

  @Test
  void theRestIsDrainedIfTheCallerSaysSo(Runner runner, Trail trail) throws Exception {
    ConversionOptions options = DRAIN.withOnDiscard(item -> trail.add("discarded " + item));
    runner.run(() -> {
      trail.add("flowable " + first(Flowable.range(1, 3), options).await());
      trail.add("observable " + first(Observable.range(1, 3), options).await());
    });
    trail.assertIs(
        "discarded 2", "discarded 3", "flowable 1", "discarded 2", "discarded 3", "observable 1");
  }

  @Test
  void theFirstItemMayComeLater(Runner runner, EventLoop loop) throws Exception {
    PublishProcessor<String> processor = PublishProcessor.create();
    PublishSubject<String> subject = PublishSubject.create();
    runner.run(() -> {
      loop.callSoon(() -> processor.onNext("from the processor"));
      assertThat(first(processor).await()).isEqualTo("from the processor");
      assertThat(processor.hasSubscribers()).isFalse();
      loop.callSoon(() -> subject.onNext("from the subject"));
      assertThat(first(subject).await()).isEqualTo("from the subject");
      assertThat(subject.hasObservers()).isFalse();
    });
  }

  @Test
  void drainingWaitsForTheEnd(Runner runner, EventLoop loop, Trail trail) throws Exception {
    PublishSubject<String> subject = PublishSubject.create();
    runner.run(() -> {
      Task<String> waiter = loop.createTask(first(subject, DRAIN));
      settle();
      subject.onNext("first");
      settle();
      trail.add("done: " + waiter.done());
      subject.onComplete();
      trail.add(waiter.await());
    });
    trail.assertIs("done: false", "first");
  }

  @Test
  void anEmptySourceIsNullOrAFailure(Runner runner) throws Exception {
    ConversionOptions options = DEFAULT.withOnEmpty(OnEmpty.FAIL);
    runner.run(() -> {
      assertThat(first(Flowable.empty()).await()).isNull();
      assertThat(first(Observable.empty()).await()).isNull();
      assertThatThrownBy(first(Flowable.empty(), options)::await)
          .isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(first(Observable.empty(), options)::await)
          .isInstanceOf(NoSuchElementException.class);
    });
  }

  @Test
  void aFailureIsThrownAsItIs(Runner runner) throws Exception {
    IOException failure = new IOException("expected");
    runner.run(() -> {
      assertThatThrownBy(first(Flowable.error(failure))::await).isSameAs(failure);
      assertThatThrownBy(first(Observable.error(failure))::await).isSameAs(failure);
      Flowable<String> flowable = Flowable.just("first").concatWith(Flowable.error(failure));
      assertThat(first(flowable).await()).isEqualTo("first");
      assertThatThrownBy(first(flowable, DRAIN)::await).isSameAs(failure);
    });
  }

  @Test
  void cancellingTheWaiterCancelsTheSource(Runner runner, EventLoop loop, Reports reports)
      throws Exception {
    PublishProcessor<String> processor = PublishProcessor.create();
    PublishSubject<String> subject = PublishSubject.create();
    runner.run(() -> {
      for (Awaitable<String> first :
          List.<Awaitable<String>>of(first(processor), first(subject, DRAIN))) {
        Task<String> waiter = loop.createTask(first);
        settle();
        waiter.cancel();
        settle();
        assertThat(waiter.cancelled()).isTrue();
      }
    });
    assertThat(processor.hasSubscribers()).isFalse();
    assertThat(subject.hasObservers()).isFalse();
    assertThat(reports.take()).isEmpty();
  }

  private static <T> Flowable<T> traced(Flowable<T> flowable, Trail trail) {
    return flowable
        .doOnRequest(count -> trail.add("request " + count))
        .doOnCancel(() -> trail.add("cancel"));
  }

  private static <T> Observable<T> traced(Observable<T> observable, Trail trail) {
    return observable.doOnDispose(() -> trail.add("dispose"));
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }
}
