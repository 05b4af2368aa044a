// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.emitTo;
import static io.interloop.reactor.ReactorAdapter.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.BothMoments;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Moment;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Sinks at both ends: what the hub emits into one is taken, or told, or discarded. */
@ExtendWith(LoopExtension.class)
class SinkTest {

  private static void record(Mono<String> mono, Trail trail) {
    mono.subscribe(
        value -> trail.add("value " + value),
        failure -> trail.add("failed " + failure),
        () -> trail.add("completed"));
  }

  private static void record(Flux<String> flux, Trail trail) {
    flux.subscribe(
        item -> trail.add("item " + item),
        failure -> trail.add("failed " + failure),
        () -> trail.add("completed"));
  }

  private static ConversionOptions discardingTo(Trail trail) {
    return DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
  }

  private static AsyncStream<String> letters(Trail trail) {
    return Asyncio.generator(items -> {
      try {
        items.yield("a");
        items.yield("b");
        items.yield("c");
      } finally {
        trail.add("source closed");
      }
    });
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  // ---- one value

  @BothMoments
  void aResultEndsTheSink(Moment moment, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      record(sink.asMono(), trail);
      Promise<String> promise = loop.createPromise();
      moment.happens(() -> promise.setResult("result"));
      emitTo(sink, promise).await();
    });
    trail.assertIs("value result", "completed");
  }

  @Test
  void nullEndsTheSinkWithoutAValue(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      record(sink.asMono(), trail);
      emitTo(sink, () -> null).await();
    });
    trail.assertIs("completed");
  }

  @BothMoments
  void aFailureEndsTheSinkAndIsNotThrownAsWell(
      Moment moment, Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      record(sink.asMono(), trail);
      Promise<String> promise = loop.createPromise();
      moment.happens(() -> promise.setException(new IOException("expected")));
      emitTo(sink, promise).await();
    });
    trail.assertIs("failed java.io.IOException: expected");
  }

  @Test
  void aResultForASinkThatHasEndedIsDiscardedAndFails(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      sink.tryEmitEmpty().orThrow();
      assertThatThrownBy(emitTo(sink, () -> "late", discardingTo(trail))::await)
          .isInstanceOf(Sinks.EmissionException.class);
    });
    trail.assertIs("discarded late");
  }

  @Test
  void aFailureForASinkThatHasEndedIsThrown(Runner runner) throws Exception {
    IOException failure = new IOException("expected");
    runner.run(() -> {
      Sinks.Empty<String> sink = Sinks.empty();
      sink.tryEmitEmpty().orThrow();
      assertThatThrownBy(
              emitTo(
                      sink,
                      () -> {
                        throw failure;
                      })
                  ::await)
          .isSameAs(failure);
    });
  }

  @Test
  void cancellingEndsTheSinkWithACancellation(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      sink.asMono()
          .doOnError(failure -> trail.add(failure.getClass().getSimpleName()))
          .onErrorComplete()
          .subscribe();
      Promise<String> promise = loop.createPromise();
      Task<?> emitting = loop.createTask(emitTo(sink, promise));
      loop.callSoon(emitting::cancel);
      settle();
      assertThat(emitting.cancelled()).isTrue();
      assertThat(promise.cancelled()).isTrue();
    });
    trail.assertIs("CancellationException");
  }

  @Test
  void anEmptySinkEndsWithTheTask(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.Empty<String> sink = Sinks.empty();
      record(sink.asMono(), trail);
      emitTo(sink, Asyncio.sleep(Duration.ofHours(1), "ignored")).await();
    });
    trail.assertIs("completed");
  }

  // ---- many values

  @Test
  void theItemsAndTheEndArriveInOrder(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().multicast().onBackpressureBuffer();
      record(sink.asFlux(), trail);
      emitTo(sink, letters(trail)).await();
      trail.add("done");
    });
    trail.assertIs("item a", "item b", "item c", "source closed", "completed", "done");
  }

  @Test
  void aSinkThatOverflowsMakesTheSourceWait(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().multicast().directAllOrNothing();
      BaseSubscriber<String> subscriber =
          new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

            @Override
            protected void hookOnNext(String item) {
              trail.add("item " + item);
            }
          };
      sink.asFlux().subscribe(subscriber);
      Task<?> emitting = loop.createTask(emitTo(sink, letters(trail)));
      for (int i = 0; i < 3; i++) {
        settle();
        trail.add("request");
        subscriber.request(1);
      }
      emitting.await();
    });
    trail.assertIs("request", "item a", "request", "item b", "request", "item c", "source closed");
  }

  @Test
  void whileAnotherThreadEmitsItTriesAgainAndTheLoopGoesOn(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();
      Disposable unused =
          sink.asFlux()
              .subscribe(item -> {
                if (item.equals("foreign")) {
                  inside.countDown();
                  awaitQuietly(leave);
                }
                trail.add("item " + item);
              });
      Thread thread = Thread.ofPlatform().start(() -> sink.tryEmitNext("foreign").orThrow());
      inside.await();
      Task<?> emitting = loop.createTask(emitTo(sink, letters(trail)));
      for (int tick = 0; tick < 20; tick++) {
        Asyncio.sleep(Duration.ZERO).await();
      }
      trail.add("the loop goes on, done: " + emitting.done());
      leave.countDown();
      thread.join();
      emitting.await();
    });
    trail.assertIs(
        "the loop goes on, done: false",
        "item foreign",
        "item a",
        "item b",
        "item c",
        "source closed");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void itemsForNobodyAreDiscarded(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().multicast().directAllOrNothing();
      emitTo(sink, letters(trail), discardingTo(trail)).await();
    });
    trail.assertIs("discarded a", "discarded b", "discarded c", "source closed");
  }

  @Test
  void aSubscriberThatCancelsClosesTheSource(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
      record(sink.asFlux().take(1), trail);
      Task<?> emitting =
          loop.createTask(() -> {
            try {
              emitTo(sink, letters(trail), discardingTo(trail)).await();
            } catch (CancelledError error) {
              Task<?> self = Objects.requireNonNull(Task.current());
              trail.add("cancelled, cancelling() " + self.cancelling());
            }
          });
      emitting.await();
    });
    trail.assertIs(
        "item a", "completed", "discarded b", "source closed", "cancelled, cancelling() 0");
  }

  @Test
  void theSourcesFailureEndsTheSinkBehindItsItems(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
      record(sink.asFlux(), trail);
      AsyncStream<String> failing =
          Asyncio.generator(items -> {
            items.yield("a");
            throw new IOException("expected");
          });
      emitTo(sink, failing).await();
    });
    trail.assertIs("item a", "failed java.io.IOException: expected");
  }

  @Test
  void aSinkThatHasEndedClosesTheSourceAndFails(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
      sink.tryEmitComplete().orThrow();
      assertThatThrownBy(emitTo(sink, letters(trail), discardingTo(trail))::await)
          .isInstanceOf(Sinks.EmissionException.class);
    });
    trail.assertIs("discarded a", "source closed");
  }

  @Test
  void cancellingWhileItWaitsDiscardsTheItemAndEndsTheSink(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().multicast().directAllOrNothing();
      BaseSubscriber<String> subscriber =
          new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

            @Override
            protected void hookOnError(Throwable failure) {
              trail.add(failure.getClass().getSimpleName());
            }
          };
      sink.asFlux().subscribe(subscriber);
      Task<?> emitting = loop.createTask(emitTo(sink, letters(trail), discardingTo(trail)));
      settle();
      emitting.cancel();
      settle();
      assertThat(emitting.cancelled()).isTrue();
    });
    trail.assertIs("discarded a", "source closed", "CancellationException");
  }

  @Test
  void aLoopThatClosesEndsTheSink(Trail trail) throws Exception {
    EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    loop.setExceptionHandler((where, report) -> {});
    Sinks.One<String> sink = Sinks.one();
    sink.asMono()
        .subscribe(
            value -> trail.add("value " + value),
            failure -> trail.add(failure.getClass().getSimpleName()));
    loop.runUntilComplete(() -> {
      loop.createTask(emitTo(sink, Asyncio.sleep(Duration.ofHours(1), "never")));
      settle();
      return null;
    });
    loop.close();
    trail.assertIs("IllegalStateException");
  }

  // ---- a sink as a source

  @BothMoments
  void aSinkIsAwaitedAsItsMono(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      moment.happens(() -> sink.tryEmitValue("value").orThrow());
      assertThat(awaitable(sink.asMono()).await()).isEqualTo("value");
    });
  }

  @BothMoments
  void aSinkIsReadAsItsFlux(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
      moment.happens(() -> {
        sink.tryEmitNext("a").orThrow();
        sink.tryEmitNext("b").orThrow();
        sink.tryEmitComplete().orThrow();
      });
      assertThat(stream(sink.asFlux()).toList().await()).containsExactly("a", "b");
    });
  }

  @Test
  void aSinkThatIsCancelledIsNotACancellationOfTheWaiter(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Sinks.One<String> sink = Sinks.one();
      sink.tryEmitError(new CancellationException("by the sink's owner")).orThrow();
      try {
        awaitable(sink.asMono()).await();
      } catch (CancelledError error) {
        trail.add(error.getMessage());
      }
    });
    trail.assertIs("by the sink's owner");
  }
}
