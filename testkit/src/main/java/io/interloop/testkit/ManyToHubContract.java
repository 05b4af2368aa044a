// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many values, from a foreign type to the hub.
 *
 * @param <X> the foreign type
 */
public abstract class ManyToHubContract<X> extends AdapterContract {

  /** For subclasses. */
  protected ManyToHubContract() {}

  /**
   * Returns a source of the foreign type that signals what a publisher does. Nothing of the
   * adapter; the library's own means.
   *
   * @param publisher the publisher
   */
  protected abstract X foreign(Flow.Publisher<String> publisher);

  /**
   * Converts as the facade's {@code stream(source, options)} does.
   *
   * @param source the source
   * @param options the options
   */
  protected abstract AsyncStream<String> stream(X source, ConversionOptions options);

  private AsyncStream<String> stream(ManualPublisher<String> source) {
    return stream(foreign(source), DEFAULT);
  }

  @BothMoments
  void theItemsArriveInOrder(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      moment.happens(() -> {
        source.emit("a");
        source.emit("b");
        source.emit("c");
        source.complete();
      });
      assertThat(stream(source).toList().await()).containsExactly("a", "b", "c");
    });
  }

  @BothMoments
  void anEmptySourceIsAnEmptyStream(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      moment.happens(source::complete);
      assertThat(stream(source).toList().await()).isEmpty();
    });
  }

  @BothMoments
  void aFailureArrivesBehindTheItemsAsTheSameObject(Moment moment, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      for (Throwable failure :
          List.of(new IllegalArgumentException(), new IOException(), new AssertionError())) {
        ManualPublisher<String> source = new ManualPublisher<>();
        moment.happens(() -> {
          source.emit("item");
          source.fail(failure);
        });
        AsyncStream<String> stream = stream(source);
        assertThatThrownBy(() -> stream.forEach(trail::add)).isSameAs(failure);
      }
    });
    trail.assertIs("item", "item", "item");
  }

  @BothMoments
  void aCancellationByTheSourceIsNotOneOfTheConsumer(Moment moment, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      moment.happens(() -> source.fail(new CancellationException()));
      try {
        stream(source).toList().await();
      } catch (CancelledError error) {
        trail.add("cancelled, cancelling() " + currentTask().cancelling());
      }
    });
    trail.assertIs("cancelled, cancelling() 0");
  }

  // ---- start and demand

  @Test
  void convertingAgainSubscribesAgain(Runner runner) throws Exception {
    needs(Capability.COLD);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      source.complete();
      X foreign = foreign(source);
      assertThat(stream(foreign, DEFAULT).toList().await()).containsExactly("a");
      assertThat(stream(foreign, DEFAULT).toList().await()).containsExactly("a");
      assertThat(source.subscribed()).isEqualTo(2);
    });
  }

  @Test
  void closingBeforeTheIterationSubscribesNothing(Runner runner) throws Exception {
    needs(Capability.COLD);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      stream(source).close();
      settle();
      assertThat(source.subscribed()).isZero();
    });
  }

  @Test
  void theIterationSubscribes(Runner runner) throws Exception {
    needs(Capability.COLD);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.complete();
      AsyncStream<String> stream = stream(source);
      settle();
      assertThat(source.subscribed()).isZero();
      assertThat(stream.toList().await()).isEmpty();
      assertThat(source.subscribed()).isEqualTo(1);
    });
  }

  @Test
  void withPrefetchOneEachItemIsRequestedByItself(Runner runner, Trail trail) throws Exception {
    needs(Capability.DEMAND);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      source.emit("b");
      source.emit("c");
      source.complete();
      AsyncStream<String> stream = stream(foreign(source), DEFAULT.withPrefetch(1));
      Iterator<String> items = stream.iterator();
      while (items.hasNext()) {
        long before = source.requested();
        trail.add(items.next() + " of " + before);
      }
    });
    trail.assertIs("a of 1", "b of 2", "c of 3");
  }

  @Test
  void noMoreThanThePrefetchIsOutstanding(Runner runner) throws Exception {
    needs(Capability.DEMAND);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      for (int i = 0; i < 100; i++) {
        source.emit("item " + i);
      }
      source.complete();
      AsyncStream<String> stream = stream(foreign(source), DEFAULT.withPrefetch(8));
      int consumed = 0;
      for (Iterator<String> items = stream.iterator(); items.hasNext(); ) {
        assertThat(items.next()).isEqualTo("item " + consumed++);
        assertThat(source.requested() - consumed).isBetween(0L, 8L);
      }
      assertThat(consumed).isEqualTo(100);
    });
  }

  @BothMoments
  void thousandsOfItemsArriveInOrderWhateverThePrefetch(Moment moment, Runner runner)
      throws Exception {
    List<String> numbers = IntStream.range(0, 5000).mapToObj(String::valueOf).toList();
    runner.run(() -> {
      for (int prefetch : List.of(1, 2, 17, 1000, ConversionOptions.UNBOUNDED)) {
        ManualPublisher<String> source = new ManualPublisher<>();
        moment.happens(() -> {
          numbers.forEach(source::emit);
          source.complete();
        });
        ConversionOptions options = DEFAULT.withPrefetch(prefetch);
        assertThat(stream(foreign(source), options).toList().await()).isEqualTo(numbers);
      }
    });
  }

  @Test
  void itemsThatAreThereCostNoTurnOfTheLoop(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      source.emit("b");
      source.emit("c");
      source.complete();
      for (int prefetch : List.of(1, ConversionOptions.UNBOUNDED)) {
        loop.callSoon(() -> trail.add("the next turn"));
        stream(foreign(source), DEFAULT.withPrefetch(prefetch)).forEach(trail::add);
        trail.add("the end");
        settle();
      }
    });
    trail.assertIs(
        "a", "b", "c", "the end", "the next turn", "a", "b", "c", "the end", "the next turn");
  }

  // ---- threads

  @Test
  void itemsFromAForeignThreadArriveInTheTask(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      loop.callSoon(() ->
          inForeignThread(() -> {
            source.emit("a");
            source.emit("b");
            source.complete();
          }));
      for (String item : stream(source)) {
        trail.add(item + " " + whereAmI(loop));
      }
    });
    trail.assertIs("a on the loop", "b on the loop");
  }

  @Test
  void anItemFromTheLoopDoesNotOvertakeOneFromAForeignThread(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      loop.callSoon(() -> {
        inForeignThread(() -> source.emit("first"));
        source.emit("second");
        source.complete();
      });
      assertThat(stream(source).toList().await()).containsExactly("first", "second");
    });
  }

  @Test
  void theContextOfTheConsumerIsTheSameForEachItem(Runner runner, EventLoop loop) throws Exception {
    ContextVar<String> name = ContextVar.of("name");
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      Task<?> consumer =
          loop.createTask(() -> {
            name.set("the consumer's");
            stream(source).forEach(item -> assertThat(name.get()).isEqualTo("the consumer's"));
          });
      name.set("another's");
      settle();
      inForeignThread(() -> source.emit("a"));
      settle();
      source.emit("b");
      source.complete();
      consumer.await();
    });
  }

  // ---- leaving

  @Test
  void cancellingTheConsumerFromAForeignThreadCancelsTheSource(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      Task<List<String>> consumer = loop.createTask(stream(source).toList());
      settle();
      inForeignThread(() -> loop.callSoonThreadsafe(consumer::cancel));
      settle();
      assertThat(consumer.cancelled()).isTrue();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void leavingAfterTheEndCancelsNothing(Runner runner) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      source.complete();
      try (AsyncStream<String> stream = stream(source)) {
        stream.forEach(item -> {});
      }
      assertThat(source.cancelled()).isFalse();
    });
  }

  @Test
  void leavingEarlyCancelsTheSource(Runner runner) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      try (AsyncStream<String> stream = stream(source)) {
        assertThat(stream.iterator().next()).isEqualTo("a");
        assertThat(source.cancelled()).isFalse();
      }
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingTheConsumerCancelsTheSource(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      Task<List<String>> consumer = loop.createTask(stream(source).toList());
      settle();
      assertThat(source.cancelled()).isFalse();
      consumer.cancel();
      settle();
      assertThat(consumer.cancelled()).isTrue();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void itemsNobodyConsumesAreDiscarded(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      source.emit("b");
      source.emit("c");
      try (AsyncStream<String> stream = stream(foreign(source), options)) {
        trail.add(stream.iterator().next());
      }
    });
    trail.assertIs("a", "discarded b", "discarded c");
  }

  @Test
  void aThousandItemsNobodyConsumesAreDiscardedInTheirOrder(Runner runner) throws Exception {
    List<Object> discarded = new ArrayList<>();
    ConversionOptions options =
        DEFAULT.withPrefetch(ConversionOptions.UNBOUNDED).withOnDiscard(discarded::add);
    List<String> numbers = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      numbers.forEach(source::emit);
      try (AsyncStream<String> stream = stream(foreign(source), options)) {
        assertThat(stream.iterator().next()).isEqualTo("0");
      }
    });
    assertThat(discarded).isEqualTo(numbers.subList(1, 1000));
  }

  @Test
  void anItemOnItsWayIsDiscardedWhenTheConsumerLeaves(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      Task<List<String>> consumer = loop.createTask(stream(foreign(source), options).toList());
      settle();
      inForeignThread(() -> source.emit("late"));
      consumer.cancel();
      settle();
    });
    trail.assertIs("discarded late");
  }

  @Test
  void anItemThatArrivesWithTheCancellationIsDiscardedThoughNobodyCloses(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      AsyncStream<String> stream = stream(foreign(source), options);
      Task<?> consumer = loop.createTask(() -> stream.forEach(item -> trail.add("item " + item)));
      settle();
      loop.callSoon(() -> {
        source.emit("just in time");
        consumer.cancel();
      });
      settle();
      assertThat(consumer.cancelled()).isTrue();
    });
    trail.assertIs("discarded just in time");
  }

  @Test
  void aFailureThatArrivesWithTheCancellationIsReportedThoughNobodyCloses(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    reportTo(trail, loop);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      AsyncStream<String> stream = stream(source);
      Task<?> consumer = loop.createTask(() -> stream.forEach(item -> trail.add("item " + item)));
      settle();
      loop.callSoon(() -> {
        source.fail(new IOException("just in time"));
        consumer.cancel();
      });
      settle();
      assertThat(consumer.cancelled()).isTrue();
    });
    trail.assertIs("reported java.io.IOException: just in time");
  }

  @Test
  void aFailureBehindItemsNobodyConsumesIsReported(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    reportTo(trail, loop);
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      source.emit("b");
      source.fail(new IOException("unseen"));
      try (AsyncStream<String> stream = stream(source)) {
        trail.add(stream.iterator().next());
      }
    });
    trail.assertIs("a", "reported java.io.IOException: unseen");
  }

  @Test
  void aFailureAfterLeavingGoesToTheHandlerAndThenToTheLibrary(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    needs(Capability.SIGNALS_AFTER_CANCEL);
    reportTo(trail, loop);
    if (!lacks().containsKey(Capability.LIBRARY_HOOK)) {
      installLibraryHook(failure -> trail.add("library's hook " + failure));
    } else {
      trail.add("no library's hook");
    }
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("a");
      try (AsyncStream<String> stream = stream(source)) {
        assertThat(stream.iterator().next()).isEqualTo("a");
      }
      source.fail(new IOException("late"));
      settle();
    });
    assertThat(trail.entries())
        .containsAnyOf("library's hook java.io.IOException: late", "no library's hook")
        .contains("reported java.io.IOException: late")
        .hasSize(2);
  }

  // ---- context

  @BothMoments
  void theTaskThatIteratesStaysInItsOwnContext(Moment moment, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      ON_BEHALF_OF.set("source");
      moment.happens(() -> {
        source.emit("a");
        source.emit("b");
        source.complete();
      });
      ON_BEHALF_OF.set("task");
      stream(source).forEach(item -> trail.add(item + " for the " + ON_BEHALF_OF.get()));
    });
    trail.assertIs("a for the task", "b for the task");
  }

  // ---- a closed loop

  @Test
  void whatComesToAClosedLoopIsDiscardedAndReported(Trail trail) throws Exception {
    EventLoop loop = loopThatReportsTo(trail);
    ManualPublisher<String> source = new ManualPublisher<>();
    ConversionOptions options = DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    Task<List<String>> consumer =
        loop.runUntilComplete(() -> {
          Task<List<String>> task = loop.createTask(stream(foreign(source), options).toList());
          Asyncio.sleep(Duration.ofSeconds(1)).await();
          return task;
        });
    inForeignThread(() -> source.emit("on its way"));
    loop.close();
    trail.add("closed");
    inForeignThread(() -> {
      source.emit("late");
      source.fail(new IOException("late"));
    });
    assertThat(consumer.done()).isFalse();
    assertThat(trail.entries())
        .containsSubsequence(
            "discarded on its way",
            "closed",
            "discarded late",
            "reported java.io.IOException: late");
  }
}
