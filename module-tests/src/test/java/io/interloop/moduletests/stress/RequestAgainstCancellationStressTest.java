// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.AsyncStream;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.completablefuture.StreamSubscriber;
import io.interloop.moduletests.stress.Arena.Round;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.vertx.VertxAdapter;
import io.interloop.vertx.WritableStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.FlowAdapters;

/** Many values, requested or emitted by one thread while another cancels. */
@Tag("stress")
@Timeout(180)
class RequestAgainstCancellationStressTest {
  private final Arena arena = new Arena();
  private final EventLoop loop = arena.loop();

  @AfterEach
  void close() {
    arena.close();
  }

  // ---- from the hub

  /** Writes down what it is told, and that it is told one thing at a time. */
  private static final class Watching implements Flow.Subscriber<String> {
    final AtomicInteger items = new AtomicInteger();
    final AtomicBoolean busy = new AtomicBoolean();
    final AtomicInteger ends = new AtomicInteger();
    volatile boolean overlapped;
    volatile Flow.@Nullable Subscription subscription;

    Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onNext(String item) {
      overlapped |= !busy.compareAndSet(false, true);
      items.incrementAndGet();
      busy.set(false);
    }

    @Override
    public void onError(Throwable failure) {
      ends.incrementAndGet();
    }

    @Override
    public void onComplete() {
      ends.incrementAndGet();
    }
  }

  @Test
  void everyItemOfAPublisherIsSignalledOrDiscardedAndItsGeneratorEnds() {
    assertEveryItemIsAccountedFor(stream -> stream);
  }

  @Test
  void everyItemThroughAFluxIsSignalledOrDiscarded() {
    assertEveryItemIsAccountedFor(publisher ->
        FlowAdapters.toFlowPublisher(
            reactor.core.publisher.Flux.from(FlowAdapters.toPublisher(publisher))));
  }

  private interface Passage {
    Flow.Publisher<String> through(Flow.Publisher<String> publisher);
  }

  private void assertEveryItemIsAccountedFor(Passage passage) {
    AtomicInteger yielded = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger cleanedUp = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    arena.run(() -> {
      Watching subscriber = new Watching();
      passage
          .through(
              FutureAdapter.publisher(
                  loop, () -> endless(yielded, begun, cleanedUp), arena.options))
          .subscribe(subscriber);
      return new Round(
          () -> {
            subscriber.subscription().request(1);
            subscriber.subscription().request(2);
          },
          () -> {
            subscriber.subscription().cancel();
            loop.callSoonThreadsafe(() -> {
              // Whatever was signalled, was signalled on the loop and is counted by now.
              arena.delivered.addAndGet(subscriber.items.getAndSet(0));
              wrong.addAndGet(subscriber.overlapped ? 1 : 0);
              wrong.addAndGet(subscriber.ends.get());
            });
          });
    });
    System.out.println(arena + ", yielded " + yielded + ", begun " + begun);
    assertThat(arena.delivered.get() + arena.discarded.get()).isEqualTo(yielded.get());
    assertThat(begun.get()).isEqualTo(cleanedUp.get()).isBetween(1, Arena.ROUNDS - 1);
    assertThat(wrong).hasValue(0);
    assertThat(arena.reported).hasValue(0);
  }

  private static AsyncStream<String> endless(
      AtomicInteger yielded, AtomicInteger begun, AtomicInteger cleanedUp) {
    return Asyncio.generator(items -> {
      begun.incrementAndGet();
      try {
        while (true) {
          yielded.incrementAndGet();
          items.yield("item");
        }
      } finally {
        cleanedUp.incrementAndGet();
      }
    });
  }

  @Test
  void requestsOfTwoThreadsAreBothAnswered() {
    List<Watching> subscribers = new ArrayList<>();
    arena.run(() -> {
      Watching subscriber = new Watching();
      subscribers.add(subscriber);
      FutureAdapter.<String>publisher(
              loop,
              () ->
                  Asyncio.generator(items -> {
                    items.yield("one");
                    items.yield("two");
                  }))
          .subscribe(subscriber);
      return new Round(
          () -> subscriber.subscription().request(1), () -> subscriber.subscription().request(1));
    });
    assertThat(subscribers)
        .hasSize(Arena.ROUNDS)
        .allMatch(subscriber -> subscriber.items.get() == 2 && subscriber.ends.get() == 1);
  }

  @Test
  void anItemThatAnEndedInputBroughtComesWithTheRequestWhicheverWasFirst() {
    List<Watching> subscribers = new ArrayList<>();
    arena.run(() -> {
      Watching subscriber = new Watching();
      subscribers.add(subscriber);
      Flow.Processor<String, String> processor =
          FutureAdapter.processor(
              loop, in -> Asyncio.<String>generator(items -> items.yield("one")), arena.options);
      processor.onSubscribe(IDLE);
      processor.subscribe(subscriber);
      return new Round(processor::onComplete, () -> subscriber.subscription().request(1));
    });
    assertThat(subscribers)
        .hasSize(Arena.ROUNDS)
        .allMatch(subscriber -> subscriber.items.get() == 1 && subscriber.ends.get() == 1);
  }

  private static final Flow.Subscription IDLE =
      new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  // ---- to the hub

  /** Hands its subscriber out, and minds no cancellation. */
  private static final class Pushing implements Flow.Publisher<String> {
    private volatile Flow.@Nullable Subscriber<? super String> subscriber;
    final AtomicInteger cancelled = new AtomicInteger();

    Flow.Subscriber<? super String> subscriber() {
      return Objects.requireNonNull(subscriber);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super String> subscriber) {
      this.subscriber = subscriber;
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
              cancelled.incrementAndGet();
            }
          });
    }
  }

  @Test
  void everyItemForAStreamIsConsumedOrDiscarded() {
    arena.run(() -> {
      Pushing source = new Pushing();
      Task<?> consumer =
          loop.createTask(() ->
              FutureAdapter.<String>stream(source, arena.options)
                  .forEach(item -> arena.delivered.incrementAndGet()));
      return new Round(
          () -> source.subscriber().onNext("item"),
          () -> loop.callSoonThreadsafe(consumer::cancel));
    });
    arena.assertNothingIsLost();
  }

  @Test
  void everyItemForAMonosFirstIsReturnedOrDiscarded() {
    arena.run(() -> {
      Pushing source = new Pushing();
      Task<String> first =
          loop.createTask(ReactorAdapter.first(FlowAdapters.toPublisher(source), arena.options));
      first.addDoneCallback(done -> {
        if (!done.cancelled()) {
          arena.delivered.incrementAndGet();
        }
      });
      return new Round(
          () -> source.subscriber().onNext("item"), () -> loop.callSoonThreadsafe(first::cancel));
    });
    arena.assertNothingIsLost();
  }

  @Test
  void aPublisherThatSubscribesWhileTheStreamIsClosedIsCancelled() {
    List<Pushing> sources = new ArrayList<>();
    arena.run(() -> {
      Pushing source = new Pushing();
      sources.add(source);
      StreamSubscriber<String> subscriber = FutureAdapter.subscriber(loop, arena.options);
      return new Round(
          () -> source.subscribe(subscriber), () -> loop.callSoonThreadsafe(subscriber::close));
    });
    assertThat(sources).hasSize(Arena.ROUNDS).allMatch(source -> source.cancelled.get() == 1);
  }

  @Test
  void everyWriteIsAnsweredAndItsItemReadOrDiscardedOrRefused() {
    AtomicInteger answers = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    arena.run(() -> {
      WritableStream<String> stream = VertxAdapter.writeStream(loop, arena.options);
      Task<?> reader =
          loop.createTask(() -> stream.forEach(item -> arena.delivered.incrementAndGet()));
      return new Round(
          () -> {
            stream
                .write("item")
                .onComplete((ignored, failure) -> {
                  answers.incrementAndGet();
                  if (failure != null) {
                    failed.incrementAndGet();
                  }
                });
          },
          () -> loop.callSoonThreadsafe(reader::cancel));
    });
    System.out.println(arena + ", answers " + answers);
    assertThat(answers).hasValue(Arena.ROUNDS);
    // What waited in the queue is discarded, and its write fails too.
    assertThat(arena.delivered.get() + arena.discarded.get() + failed.get())
        .isBetween(Arena.ROUNDS, Arena.ROUNDS + Math.min(failed.get(), arena.discarded.get()));
    assertThat(arena.reported).hasValue(0);
  }
}
