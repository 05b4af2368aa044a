// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.completablefuture.FutureAdapter.processor;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.ManualPublisher;
import io.interloop.testkit.Receiver;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code processor}: a coroutine between a publisher and a subscriber. */
@ExtendWith(LoopExtension.class)
class ProcessorTest {
  private final ManualPublisher<String> source = new ManualPublisher<>();

  /** Reads the input without closing it, as the processor does that. */
  private static AsyncStream<String> doubled(AsyncStream<String> input, Trail trail) {
    return Asyncio.generator(items -> {
      try {
        for (String item : input) {
          Asyncio.sleep(Duration.ofMillis(1)).await();
          items.yield(item + item);
        }
      } finally {
        trail.add("cleaned up");
      }
    });
  }

  @Test
  void theTransformsItemsArriveInOrder(Runner runner, Receiver receiver) throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> doubled(in, receiver.trail()));
      source.subscribe(processor);
      processor.subscribe(receiver);
      receiver.request(2);
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                source.emit("a");
                source.emit("b");
                source.complete();
              });
      thread.join();
      settle();
    });
    receiver
        .trail()
        .assertIs(
            "item aa, on the loop", "item bb, on the loop", "cleaned up", "completed, on the loop");
  }

  @Test
  void theSubscriberMayComeFirst(Runner runner, Receiver receiver) throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> in);
      processor.subscribe(receiver);
      receiver.request(1);
      settle();
      source.subscribe(processor);
      source.emit("a");
      source.complete();
      settle();
    });
    receiver.trail().assertIs("item a, on the loop", "completed, on the loop");
  }

  @Test
  void nothingIsRequestedBeforeTheSubscriberRequests(Runner runner, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> in);
      source.subscribe(processor);
      processor.subscribe(receiver);
      settle();
      assertThat(source.requested()).isZero();
      receiver.cancel();
    });
    receiver.trail().assertIs();
  }

  @Test
  void anItemAfterTheEndOfTheInputIsHeldUntilItIsRequested(Runner runner, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor =
          processor(in ->
              Asyncio.<String>generator(items -> {
                items.yield("count " + in.toList().await().size());
              }));
      source.subscribe(processor);
      processor.subscribe(receiver);
      source.complete();
      settle();
      receiver.trail().add("request");
      receiver.request(1);
      settle();
    });
    receiver.trail().assertIs("request", "item count 0, on the loop", "completed, on the loop");
  }

  @Test
  void anItemThatIsHeldIsDiscardedByTheCancellation(Runner runner, Receiver receiver)
      throws Exception {
    ConversionOptions options =
        ConversionOptions.DEFAULT.withOnDiscard(item -> receiver.trail().add("discarded " + item));
    runner.run(() -> {
      Flow.Processor<String, String> processor =
          processor(
              EventLoop.running(),
              in -> Asyncio.<String>generator(items -> items.yield("nobody's")),
              options);
      source.subscribe(processor);
      source.complete();
      processor.subscribe(receiver);
      settle();
      receiver.cancel();
      settle();
    });
    receiver.trail().assertIs("discarded nobody's");
  }

  @Test
  void cancellingBeforeTheFirstRequestCancelsThePublisher(Runner runner, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> in);
      source.subscribe(processor);
      processor.subscribe(receiver);
      receiver.cancel();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingEndsTheTransformAndCancelsThePublisher(Runner runner, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> doubled(in, receiver.trail()));
      source.subscribe(processor);
      processor.subscribe(receiver);
      receiver.request(1);
      source.emit("a");
      source.emit("b"); // it waits in a yield when it is cancelled
      settle();
      receiver.cancel();
      settle();
      assertThat(source.cancelled()).isTrue();
    });
    receiver.trail().assertIs("item aa, on the loop", "cleaned up");
  }

  @Test
  void aTransformThatEndsEarlyCancelsThePublisher(Runner runner, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Flow.Processor<String, String> processor =
          processor(in -> Asyncio.<String>generator(items -> items.yield(in.iterator().next())));
      source.subscribe(processor);
      processor.subscribe(receiver);
      receiver.request(2);
      source.emit("a");
      settle();
      assertThat(source.cancelled()).isTrue();
    });
    receiver.trail().assertIs("item a, on the loop", "completed, on the loop");
  }

  @Test
  void thePublishersFailureReachesTheTransformAndTheSubscriber(Runner runner, Receiver receiver)
      throws Exception {
    IOException failure = new IOException("expected");
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> doubled(in, receiver.trail()));
      source.subscribe(processor);
      processor.subscribe(receiver);
      receiver.request(1);
      source.fail(failure);
      settle();
    });
    assertThat(receiver.failure()).isSameAs(failure);
    receiver.trail().assertIs("cleaned up", "failed IOException, on the loop");
  }

  @Test
  void aTransformThatThrowsCancelsThePublisher(Runner runner, Receiver receiver) throws Exception {
    IllegalArgumentException failure = new IllegalArgumentException("no stream");
    runner.run(() -> {
      Flow.Processor<String, String> processor =
          processor(in -> {
            throw failure;
          });
      source.subscribe(processor);
      processor.subscribe(receiver);
      receiver.request(1);
      settle();
      assertThat(source.cancelled()).isTrue();
    });
    assertThat(receiver.failure()).isSameAs(failure);
  }

  @Test
  void aSecondSubscriberIsRefused(Runner runner, Receiver receiver) throws Exception {
    Receiver second = new Receiver(new Trail());
    runner.run(() -> {
      Flow.Processor<String, String> processor = processor(in -> in);
      source.subscribe(processor);
      processor.subscribe(receiver);
      processor.subscribe(second);
      receiver.cancel();
    });
    second.trail().assertIs("failed IllegalStateException, on the loop");
  }

  @Test
  void aLoopThatClosesDiscardsAnItemThatIsHeldAndTellsTheSubscriber(Trail trail) throws Exception {
    EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    loop.setExceptionHandler((where, report) -> {});
    ConversionOptions options =
        ConversionOptions.DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    loop.runUntilComplete(() -> {
      Flow.Processor<String, String> processor =
          processor(
              loop,
              in ->
                  Asyncio.<String>generator(items -> {
                    items.yield("held");
                    Asyncio.sleep(Duration.ofHours(1)).await();
                  }),
              options);
      source.complete();
      source.subscribe(processor);
      processor.subscribe(new Receiver(trail));
      settle();
      return null;
    });
    trail.add("closing");
    loop.close();
    trail.assertIs("closing", "discarded held", "failed IllegalStateException, elsewhere");
  }

  @Test
  void aClosedLoopCancelsThePublisherAndTellsTheSubscriber(EventLoop loop, Receiver receiver) {
    loop.close();
    Flow.Processor<String, String> processor = processor(loop, in -> in, ConversionOptions.DEFAULT);
    source.subscribe(processor);
    processor.subscribe(receiver);
    assertThat(source.cancelled()).isTrue();
    receiver.trail().assertIs("failed IllegalStateException, elsewhere");
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }
}
