// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactivestreams;

import static io.interloop.reactivestreams.ReactiveStreamsAdapter.awaitable;
import static io.interloop.reactivestreams.ReactiveStreamsAdapter.deferPublisher;
import static io.interloop.reactivestreams.ReactiveStreamsAdapter.first;
import static io.interloop.reactivestreams.ReactiveStreamsAdapter.publisher;
import static io.interloop.reactivestreams.ReactiveStreamsAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.ManualPublisher;
import io.interloop.testkit.Receiver;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** One value at a time, in both directions. */
@ExtendWith(LoopExtension.class)
class ReactiveStreamsAdapterTest {

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  private static void subscribe(Publisher<String> publisher, Receiver receiver) {
    FlowAdapters.toFlowPublisher(publisher).subscribe(receiver);
  }

  @Test
  void theReadmesExampleRuns(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Publisher<Integer> numbers =
          publisher(() ->
              Asyncio.generator(items -> {
                items.yield(1);
                items.yield(2);
              }));
      for (int number : stream(numbers)) {
        trail.add("" + number);
      }
      Publisher<String> greeting = deferPublisher(() -> "Hello");
      trail.add(awaitable(greeting).await());
    });
    trail.assertIs("1", "2", "Hello");
  }

  @Test
  void theFirstOfManyCancelsTheRest(Runner runner) throws Exception {
    ManualPublisher<String> source = new ManualPublisher<>();
    source.emit("a");
    source.emit("b");
    runner.run(() -> {
      assertThat(first(FlowAdapters.toPublisher(source)).await()).isEqualTo("a");
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void theFirstOfManyMayWaitForTheEnd(Runner runner, EventLoop loop) throws Exception {
    ManualPublisher<String> source = new ManualPublisher<>();
    source.emit("a");
    source.emit("b");
    runner.run(() -> {
      loop.callLater(Duration.ofSeconds(1), source::complete);
      ConversionOptions options = ConversionOptions.DEFAULT.withAfterFirst(AfterFirst.DRAIN);
      assertThat(first(FlowAdapters.toPublisher(source), options).await()).isEqualTo("a");
      assertThat(source.cancelled()).isFalse();
    });
  }

  @Test
  void aSecondValueIsAFailureAndCancels(Runner runner) throws Exception {
    ManualPublisher<String> source = new ManualPublisher<>();
    source.emit("a");
    source.emit("b");
    runner.run(() -> {
      assertThatThrownBy(awaitable(FlowAdapters.toPublisher(source))::await)
          .isInstanceOf(IllegalStateException.class);
      settle();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void eachSubscriberRunsTheCoroutineWhenItFirstRequests(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Publisher<String> source =
          deferPublisher(() -> {
            trail.add("run");
            return "result";
          });
      for (int i = 0; i < 2; i++) {
        Receiver receiver = new Receiver(trail);
        subscribe(source, receiver);
        settle();
        trail.add("request");
        receiver.request(1);
        settle();
      }
    });
    trail.assertIs(
        "request",
        "run",
        "item result, on the loop",
        "completed, on the loop",
        "request",
        "run",
        "item result, on the loop",
        "completed, on the loop");
  }

  @Test
  void nullCompletesWithoutAnItem(Runner runner, Receiver receiver) throws Exception {
    runner.run(() -> {
      subscribe(deferPublisher(() -> (@Nullable String) null), receiver);
      receiver.request(1);
      settle();
    });
    receiver.trail().assertIs("completed, on the loop");
  }

  @Test
  void aFailureArrivesAsTheSameObject(Runner runner, Receiver receiver) throws Exception {
    IOException failure = new IOException("expected");
    runner.run(() -> {
      subscribe(
          deferPublisher(() -> {
            throw failure;
          }),
          receiver);
      receiver.request(1);
      settle();
    });
    assertThat(receiver.failure()).isSameAs(failure);
  }

  @Test
  void cancellingTheSubscriptionCancelsTheCoroutine(Runner runner, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      subscribe(
          deferPublisher(() -> {
            try {
              return Asyncio.sleep(Duration.ofHours(1), "never").await();
            } finally {
              receiver.trail().add("cleaned up");
            }
          }),
          receiver);
      receiver.request(1);
      settle();
      receiver.cancel();
      settle();
    });
    receiver.trail().assertIs("cleaned up");
  }

  @Test
  void aShieldedFutureOutlivesItsSubscription(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      subscribe(deferPublisher(Asyncio.shield(promise)), receiver);
      receiver.request(1);
      settle();
      receiver.cancel();
      settle();
      assertThat(promise.done()).isFalse();
    });
    receiver.trail().assertIs();
  }

  @Test
  void aValueInSpiteOfTheCancellationIsDiscarded(
      Runner runner, EventLoop loop, Receiver receiver, Reports reports) throws Exception {
    ConversionOptions options =
        ConversionOptions.DEFAULT.withOnDiscard(
            value -> receiver.trail().add("discarded " + value));
    runner.run(() -> {
      subscribe(
          deferPublisher(
              loop,
              () -> {
                try {
                  return Asyncio.sleep(Duration.ofHours(1), "never").await();
                } catch (CancelledError error) {
                  return "late";
                }
              },
              options),
          receiver);
      receiver.request(1);
      settle();
      receiver.cancel();
      settle();
    });
    receiver.trail().assertIs("discarded late");
    assertThat(reports.take()).isEmpty();
  }
}
