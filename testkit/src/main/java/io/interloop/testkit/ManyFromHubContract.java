// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.Yielder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Many values, from the hub to a foreign type.
 *
 * @param <X> the foreign type
 */
public abstract class ManyFromHubContract<X> extends AdapterContract {

  /** For subclasses. */
  protected ManyFromHubContract() {}

  /**
   * Converts as the facade's {@code flux(loop, source, options)} does.
   *
   * @param loop the loop
   * @param source makes the streams
   * @param options the options
   */
  protected abstract X foreign(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options);

  /**
   * Returns a publisher that signals what the foreign source does. Nothing of the adapter; the
   * library's own means. If it lacks {@link Capability#DEMAND}, it may request everything.
   *
   * @param source the foreign source
   */
  protected abstract Flow.Publisher<String> publisher(X source);

  private Flow.Publisher<String> published(
      EventLoop loop, Supplier<AsyncStream<String>> source, ConversionOptions options) {
    return publisher(foreign(loop, source, options));
  }

  private Flow.Publisher<String> published(EventLoop loop, Supplier<AsyncStream<String>> source) {
    return published(loop, source, DEFAULT);
  }

  /** Yields a and b, and writes down what becomes of it. */
  private static AsyncStream<String> twoItems(Trail trail) {
    return Asyncio.generator(items -> {
      try {
        yields(items, "a", trail);
        yields(items, "b", trail);
      } finally {
        trail.add("cleaned up");
      }
    });
  }

  private static void yields(Yielder<String> items, String item, Trail trail) {
    trail.add("yields " + item);
    items.yield(item);
  }

  @Test
  void theItemsArriveInOrder(Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      published(loop, () -> twoItems(new Trail())).subscribe(receiver);
      receiver.request(Long.MAX_VALUE);
      settle();
    });
    receiver
        .trail()
        .assertIs("item a, on the loop", "item b, on the loop", "completed, on the loop");
  }

  @Test
  void anEmptyStreamIsAnEmptySource(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      published(loop, () -> Asyncio.<String>generator(items -> {})).subscribe(receiver);
      receiver.request(1);
      settle();
    });
    receiver.trail().assertIs("completed, on the loop");
  }

  @Test
  void demandIsHonouredItemByItem(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.DEMAND);
    Trail trail = receiver.trail();
    runner.run(() -> {
      published(loop, () -> twoItems(new Trail())).subscribe(receiver);
      settle();
      trail.add("request");
      receiver.request(1);
      settle();
      trail.add("request");
      receiver.request(1);
      settle();
    });
    trail.assertIs(
        "request",
        "item a, on the loop",
        "request",
        "item b, on the loop",
        "completed, on the loop");
  }

  @Test
  void aForeignThreadMayRequest(Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      inForeignThread(() -> {
        published(loop, () -> twoItems(new Trail())).subscribe(receiver);
        receiver.request(1);
        receiver.request(1);
      });
      settle();
    });
    receiver
        .trail()
        .assertIs("item a, on the loop", "item b, on the loop", "completed, on the loop");
  }

  @Test
  void requestsAddUp(Runner runner, EventLoop loop) throws Exception {
    List<List<Long>> requests =
        List.of(
            List.of(1L, 2L, 3L, 4L),
            List.of(Long.MAX_VALUE - 1, Long.MAX_VALUE),
            List.of(Long.MAX_VALUE, 1L));
    for (boolean atOnce : List.of(true, false)) {
      for (List<Long> counts : requests) {
        Receiver receiver = new Receiver(new Trail());
        runner.run(() -> {
          published(loop, () -> tenItems()).subscribe(receiver);
          for (long count : counts) {
            receiver.request(count);
            if (!atOnce) {
              settle();
            }
          }
          settle();
        });
        assertThat(receiver.trail().entries())
            .hasSize(11)
            .startsWith("item 0, on the loop")
            .endsWith("item 9, on the loop", "completed, on the loop");
      }
    }
  }

  private static AsyncStream<String> tenItems() {
    return Asyncio.generator(items -> {
      for (int i = 0; i < 10; i++) {
        items.yield(String.valueOf(i));
      }
    });
  }

  @Test
  void aFailureArrivesBehindTheItemsAsTheSameObject(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      for (Throwable failure :
          List.of(new IllegalArgumentException(), new IOException(), new AssertionError())) {
        Receiver receiver = new Receiver(trail);
        published(
                loop,
                () ->
                    Asyncio.<String>generator(items -> {
                      items.yield("a");
                      throw Sneaky.asIs(failure);
                    }))
            .subscribe(receiver);
        receiver.request(2);
        settle();
        assertThat(receiver.failure()).isSameAs(failure);
      }
    });
    assertThat(trail.entries()).hasSize(6).contains("item a, on the loop");
  }

  @Test
  void aFailureToMakeTheStreamArrives(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    IllegalArgumentException failure = new IllegalArgumentException("no stream");
    runner.run(() -> {
      published(
              loop,
              () -> {
                throw failure;
              })
          .subscribe(receiver);
      receiver.request(1);
      settle();
    });
    assertThat(receiver.failure()).isSameAs(failure);
  }

  @Test
  void aCancelledStreamArrivesAsACancellation(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      published(
              loop,
              () ->
                  Asyncio.<String>generator(items -> {
                    throw new CancelledError("from elsewhere");
                  }))
          .subscribe(receiver);
      receiver.request(1);
      settle();
    });
    receiver.trail().assertIs("cancelled, on the loop");
    assertThat(receiver.failure()).hasMessage("from elsewhere");
  }

  @Test
  void eachSubscriberGetsAStreamOfItsOwn(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.COLD);
    runner.run(() -> {
      Flow.Publisher<String> publisher = published(loop, () -> twoItems(trail));
      settle();
      trail.add("nothing yet");
      for (int i = 0; i < 2; i++) {
        Receiver receiver = new Receiver(new Trail());
        publisher.subscribe(receiver);
        receiver.request(Long.MAX_VALUE);
        settle();
      }
    });
    trail.assertIs(
        "nothing yet", "yields a", "yields b", "cleaned up", "yields a", "yields b", "cleaned up");
  }

  @Test
  void aStreamSeesTheContextOfTheTaskThatSubscribes(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ContextVar<String> name = ContextVar.of("name");
    runner.run(() -> {
      Flow.Publisher<String> publisher =
          published(
              loop,
              () ->
                  Asyncio.generator(items -> {
                    Asyncio.sleep(Duration.ofMillis(1)).await();
                    items.yield(name.get());
                  }));
      name.set("the subscriber's");
      Receiver receiver = new Receiver(trail);
      publisher.subscribe(receiver);
      receiver.request(1);
      settle();
    });
    trail.assertIs("item the subscriber's, on the loop", "completed, on the loop");
  }

  // ---- leaving

  @Test
  void cancellingAfterTheEndChangesNothing(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      published(loop, () -> twoItems(new Trail())).subscribe(receiver);
      receiver.request(2);
      settle();
      receiver.cancel();
      inForeignThread(receiver::cancel);
      settle();
    });
    receiver
        .trail()
        .assertIs("item a, on the loop", "item b, on the loop", "completed, on the loop");
  }

  @Test
  void cancellingEndsAGeneratorThatWaits(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Receiver receiver = new Receiver(new Trail());
      published(loop, () -> waitingAfterOne(trail)).subscribe(receiver);
      receiver.request(2);
      settle();
      receiver.cancel();
      trail.add("cancelled");
      settle();
      receiver.trail().assertIs("item a, on the loop");
    });
    trail.assertIs("waiting", "cancelled", "cleaned up");
  }

  @Test
  void cancellingFromAForeignThreadEndsAGeneratorThatWaits(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Receiver receiver = new Receiver(new Trail());
      published(loop, () -> waitingAfterOne(trail)).subscribe(receiver);
      receiver.request(2);
      settle();
      inForeignThread(receiver::cancel);
      trail.add("cancelled");
      settle();
    });
    trail.assertIs("waiting", "cancelled", "cleaned up");
  }

  private static AsyncStream<String> waitingAfterOne(Trail trail) {
    return Asyncio.generator(items -> {
      items.yield("a");
      trail.add("waiting");
      try {
        Asyncio.sleep(Duration.ofHours(1)).await();
      } finally {
        trail.add("cleaned up");
      }
    });
  }

  @Test
  void cancellingEndsAGeneratorThatHasYieldedAndDiscardsTheItem(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    needs(Capability.DEMAND);
    ConversionOptions options = DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    runner.run(() -> {
      Receiver receiver = new Receiver(new Trail());
      published(loop, () -> twoItems(trail), options).subscribe(receiver);
      receiver.request(1);
      settle();
      receiver.cancel();
      settle();
    });
    trail.assertIs("yields a", "yields b", "discarded b", "cleaned up");
  }

  @Test
  void theCleanupMayWait(Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Receiver receiver = new Receiver(new Trail());
      published(
              loop,
              () ->
                  Asyncio.<String>generator(items -> {
                    try {
                      Asyncio.sleep(Duration.ofHours(1)).await();
                    } finally {
                      Asyncio.sleep(Duration.ofMillis(1)).await();
                      trail.add("cleaned up");
                    }
                  }))
          .subscribe(receiver);
      receiver.request(1);
      settle();
      inForeignThread(receiver::cancel);
      settle();
    });
    trail.assertIs("cleaned up");
  }

  @Test
  void cancellingBeforeTheStartStartsNothing(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Receiver receiver = new Receiver(trail);
      published(loop, () -> twoItems(trail)).subscribe(receiver);
      receiver.cancel();
      settle();
    });
    trail.assertIs();
  }

  @Test
  void aFailureOfTheCleanupIsReported(Runner runner, EventLoop loop, Trail trail) throws Exception {
    reportTo(trail, loop);
    runner.run(() -> {
      Receiver receiver = new Receiver(trail);
      published(
              loop,
              () ->
                  Asyncio.<String>generator(items -> {
                    try {
                      Asyncio.sleep(Duration.ofHours(1)).await();
                    } finally {
                      failCleanup();
                    }
                  }))
          .subscribe(receiver);
      receiver.request(1);
      settle();
      receiver.cancel();
      settle();
    });
    trail.assertIs("reported java.io.IOException: late");
  }

  private static void failCleanup() throws IOException {
    throw new IOException("late");
  }

  // ---- context

  @Test
  void aStreamIsReadInTheContextOfItsSubscriber(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      ON_BEHALF_OF.set("subscriber");
      published(loop, () -> oneItemForSomeone(receiver.trail())).subscribe(receiver);
      receiver.request(Long.MAX_VALUE);
      ON_BEHALF_OF.set("others");
      settle();
    });
    receiver
        .trail()
        .assertIs(
            "yields for the subscriber",
            "item a, on the loop, for the subscriber",
            "completed, on the loop, for the subscriber");
  }

  @Test
  void aStreamIsReadInTheContextOfASubscriberInAForeignThread(
      Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      ON_BEHALF_OF.set("others");
      inForeignThread(() -> {
        ON_BEHALF_OF.set("subscriber");
        published(loop, () -> oneItemForSomeone(receiver.trail())).subscribe(receiver);
        receiver.request(Long.MAX_VALUE);
      });
      settle();
    });
    receiver
        .trail()
        .assertIs(
            "yields for the subscriber",
            "item a, on the loop, for the subscriber",
            "completed, on the loop, for the subscriber");
  }

  private static AsyncStream<String> oneItemForSomeone(Trail trail) {
    return Asyncio.generator(items -> {
      Asyncio.sleep(Duration.ofMillis(1)).await();
      trail.add("yields for the " + ON_BEHALF_OF.get());
      items.yield("a");
    });
  }

  // ---- a closed loop

  @Test
  void theSubscriberIsToldThatTheLoopIsClosed(Trail trail) {
    EventLoop loop = loopThatReportsTo(trail);
    loop.close();
    Receiver receiver = new Receiver(trail);
    inForeignThread(() -> {
      published(loop, () -> twoItems(trail)).subscribe(receiver);
      receiver.request(1);
    });
    trail.assertIs("failed IllegalStateException, elsewhere");
  }

  @Test
  void theSubscriberIsToldThatTheLoopClosesUnderTheTask(Trail trail) throws Exception {
    EventLoop loop = loopThatReportsTo(trail);
    Receiver receiver = new Receiver(trail);
    loop.runUntilComplete(() -> {
      published(loop, () -> waitingAfterOne(trail)).subscribe(receiver);
      receiver.request(2);
      settle();
      return null;
    });
    trail.add("closing");
    loop.close();
    // A stream may be asked for the next item before the consumer has seen the last.
    assertThat(trail.entries().subList(0, 2))
        .containsExactlyInAnyOrder("item a, on the loop", "waiting");
    assertThat(trail.entries().subList(2, trail.entries().size()))
        .containsExactly(
            "closing",
            "reported a loss", // the loop's own: a task was pending
            "cleaned up",
            "failed IllegalStateException, elsewhere");
  }
}
