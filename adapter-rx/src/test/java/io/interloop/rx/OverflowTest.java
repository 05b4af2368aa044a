// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An Observable that is faster than its consumer: one item is in its hands, three may wait. */
@ExtendWith({LoopExtension.class, PluginHook.class})
final class OverflowTest {
  private final PublishSubject<Integer> subject = PublishSubject.create();

  /** Emits 0 to 5 in a thread of its own while the consumer has not asked for 0 yet. */
  private void consume(Overflow overflow, Trail trail) throws Exception {
    ConversionOptions options =
        DEFAULT.withPrefetch(3).withOnDiscard(item -> trail.add("discarded " + item));
    try (AsyncStream<Integer> stream = RxAdapter.stream(subject, overflow, options)) {
      Iterator<Integer> items = stream.iterator();
      Asyncio.createTask(() ->
          inForeignThread(() -> {
            for (int i = 0; i <= 5; i++) {
              subject.onNext(i);
            }
            subject.onComplete();
            trail.add("emitted");
          }));
      while (items.hasNext()) {
        trail.add("item " + items.next());
      }
    }
  }

  @Test
  void bufferKeepsThemAll(Runner runner, Trail trail) throws Exception {
    runner.run(() -> consume(Overflow.BUFFER, trail));
    trail.assertIs("emitted", "item 0", "item 1", "item 2", "item 3", "item 4", "item 5");
  }

  @Test
  void dropOldestKeepsTheNewestThree(Runner runner, Trail trail) throws Exception {
    runner.run(() -> consume(Overflow.DROP_OLDEST, trail));
    trail.assertIs("discarded 1", "discarded 2", "emitted", "item 0", "item 3", "item 4", "item 5");
  }

  @Test
  void dropLatestKeepsTheFirstThree(Runner runner, Trail trail) throws Exception {
    runner.run(() -> consume(Overflow.DROP_LATEST, trail));
    trail.assertIs("discarded 4", "discarded 5", "emitted", "item 0", "item 1", "item 2", "item 3");
  }

  @Test
  void errorFailsBehindTheItemsThatWaitAndDisposes(Runner runner, Trail trail) throws Exception {
    runner.run(() ->
        assertThatThrownBy(() -> consume(Overflow.ERROR, trail))
            .isInstanceOf(MissingBackpressureException.class)
            .hasMessageContaining("3 items wait"));
    assertThat(subject.hasObservers()).isFalse();
    trail.assertIs("discarded 4", "emitted", "item 0", "item 1", "item 2", "item 3");
  }

  @Test
  void aConsumerThatKeepsUpLosesNothing(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      for (Overflow overflow : Overflow.values()) {
        AsyncStream<Integer> stream =
            RxAdapter.stream(
                Observable.range(1, 3),
                overflow,
                DEFAULT.withPrefetch(2).withOnDiscard(item -> trail.add("discarded " + item)));
        trail.add(overflow + " " + stream.toList().await());
      }
    });
    trail.assertIs(
        "BUFFER [1, 2, 3]", "DROP_OLDEST [1, 2, 3]", "DROP_LATEST [1, 2, 3]", "ERROR [1, 2, 3]");
  }

  @Test
  void closingDisposesAndDiscardsWhatWaits(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ConversionOptions options = DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
      try (AsyncStream<Integer> stream = RxAdapter.stream(subject, Overflow.ERROR, options)) {
        Asyncio.createTask(() -> {
          subject.onNext(1);
          subject.onNext(2);
          subject.onNext(3);
        });
        trail.add("item " + stream.iterator().next());
      }
      trail.add("observed: " + subject.hasObservers());
    });
    trail.assertIs("item 1", "discarded 2", "discarded 3", "observed: false");
  }

  @Test
  void aFailureNobodyWaitedForIsReported(Runner runner, Reports reports) throws Exception {
    runner.run(() -> {
      try (AsyncStream<Integer> stream = RxAdapter.stream(subject, Overflow.BUFFER)) {
        Asyncio.createTask(() -> {
          subject.onNext(1);
          subject.onNext(2);
          subject.onNext(3);
          subject.onError(new IOException("unseen"));
        });
        assertThat(stream.iterator().next()).isEqualTo(1);
      }
    });
    assertThat(reports.takeMessages()).singleElement().asString().contains("the Observable failed");
  }

  @Test
  @SuppressWarnings("NullArgumentForNonNullParameter") // that is the point
  void anItemOfNullIsAFailureAndDisposes(Runner runner, Trail trail) throws Exception {
    Observable<Integer> rude =
        Observable.<Integer>unsafeCreate(observer -> {
          observer.onSubscribe(Disposable.fromRunnable(() -> trail.add("disposed")));
          observer.onNext(null);
        });
    runner.run(() ->
        assertThatThrownBy(RxAdapter.stream(rude, Overflow.BUFFER).toList()::await)
            .isInstanceOf(NullPointerException.class));
    trail.assertIs("disposed");
  }

  @Test
  void aDiscardHookThatThrowsDoesNotDisturbTheEmitter(Runner runner, Trail trail, Reports reports)
      throws Exception {
    ConversionOptions options =
        DEFAULT
            .withPrefetch(1)
            .withOnDiscard(item -> {
              throw new IllegalStateException("the hook is broken");
            });
    runner.run(() -> {
      AsyncStream<Integer> stream = RxAdapter.stream(subject, Overflow.DROP_LATEST, options);
      Asyncio.createTask(() -> {
        subject.onNext(1);
        subject.onNext(2);
        subject.onNext(3);
        subject.onComplete();
      });
      stream.forEach(item -> trail.add("item " + item));
    });
    trail.assertIs("item 1", "item 2");
    assertThat(reports.takeMessages()).singleElement().asString().contains("discard hook failed");
  }

  @Test
  void theStreamEndsWhileItsConsumerIsElsewhere(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      AsyncStream<Integer> stream = RxAdapter.stream(subject, Overflow.BUFFER);
      Asyncio.createTask(() -> {
        subject.onNext(1);
        subject.onComplete();
      });
      for (int item : stream) {
        Asyncio.sleep(Duration.ofSeconds(1)).await();
        trail.add("item " + item);
      }
      trail.add("end");
    });
    trail.assertIs("item 1", "end");
  }

  private static void inForeignThread(Runnable action) throws InterruptedException {
    Thread thread = Thread.ofPlatform().start(action);
    thread.join();
  }
}
