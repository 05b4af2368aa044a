// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an await does itself, where a future has callbacks. */
@ExtendWith(LoopExtension.class)
@Timeout(60)
class InletTest {
  private static final ContextVar<String> USER = ContextVar.of("user");
  private static final Inlet.Source SOURCE = new Inlet.Source("the source");

  /** A source that keeps its inlets. */
  private static final class Source {
    private final List<Inlet<String>> inlets = new ArrayList<>();
    private final Runnable cancel;

    Source(Runnable cancel) {
      this.cancel = cancel;
    }

    void attach(Inlet<String> inlet) {
      inlets.add(inlet);
      inlet.onCancel(cancel);
    }

    Inlet<String> inlet() {
      return inlets.getLast();
    }
  }

  private static ConversionOptions discardingTo(Trail trail) {
    return DEFAULT.withOnDiscard(
        value -> trail.add("discarded " + value + " for " + USER.orElse("nobody")));
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  private static void inForeignThread(Runnable action) throws InterruptedException {
    Thread thread = Thread.ofPlatform().name("foreign").start(action);
    thread.join();
  }

  // ---- ended while it is attached

  @Test
  void aSourceThatEndsWhileItIsAttachedCostsNoTick(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      loop.callSoon(() -> trail.add("tick"));
      Awaitable<String> value = Inlet.awaitable(SOURCE, DEFAULT, inlet -> inlet.succeed("value"));
      trail.add(value.await());
      IOException failure = new IOException("expected");
      Awaitable<String> failing = Inlet.awaitable(SOURCE, DEFAULT, inlet -> inlet.fail(failure));
      assertThatThrownBy(failing::await).isSameAs(failure);
      trail.add("failed");
      Awaitable<String> cancelled =
          Inlet.awaitable(
              SOURCE, DEFAULT, inlet -> inlet.fail(new CancelledError("by the source")));
      assertThatThrownBy(cancelled::await).isInstanceOf(CancelledError.class);
      trail.add("cancelled");
      settle();
    });
    trail.assertIs("value", "failed", "cancelled", "tick");
  }

  @Test
  void aSecondResultWhileItIsAttachedIsDiscarded(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      USER.set("ada");
      Awaitable<@Nullable String> twice =
          Inlet.awaitable(
              SOURCE,
              discardingTo(trail),
              inlet -> {
                inlet.succeed(null);
                inlet.succeed("second");
              });
      assertThat(twice.await()).isNull();
    });
    trail.assertIs("discarded second for ada");
  }

  @Test
  void aFutureOfASourceThatHasEndedIsDone(Runner runner) throws Exception {
    runner.run(() -> {
      Future<String> future = Inlet.future(SOURCE, DEFAULT, inlet -> inlet.succeed("value"));
      assertThat(future.done()).isTrue();
      assertThat(future.result()).isEqualTo("value");
      Future<String> cancelled =
          Inlet.future(SOURCE, DEFAULT, inlet -> inlet.fail(new CancelledError()));
      assertThat(cancelled.cancelled()).isTrue();
    });
  }

  // ---- cancelled

  @Test
  void theSourceIsCancelledInACopyOfTheContextAndInNoTask(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Source source =
          new Source(() -> {
            trail.add("cancelled for " + USER.get() + ", task " + Task.current());
            USER.set("the source's");
          });
      Task<?> waiter =
          loop.createTask(() -> {
            USER.set("ada");
            try {
              Inlet.awaitable(SOURCE, DEFAULT, source::attach).await();
            } finally {
              trail.add("goes on for " + USER.get() + ", task " + (Task.current() != null));
            }
          });
      settle();
      waiter.cancel();
      settle();
    });
    trail.assertIs("cancelled for ada, task null", "goes on for ada, task true");
  }

  @Test
  void whatCancellingTheSourceThrowsIsReported(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    loop.setExceptionHandler((where, report) -> trail.add("reported " + report.exception()));
    runner.run(() -> {
      Source source =
          new Source(() -> {
            throw new IllegalStateException("not now");
          });
      Task<String> waiter = loop.createTask(Inlet.awaitable(SOURCE, DEFAULT, source::attach));
      settle();
      waiter.cancel();
      settle();
      assertThat(waiter.cancelled()).isTrue();
    });
    trail.assertIs("reported java.lang.IllegalStateException: not now");
  }

  @Test
  void aWaiterThatHasItsResultNoLongerCounts(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Source source = new Source(() -> trail.add("cancelled"));
      Awaitable<String> shared =
          Inlet.sharedAwaitable(SOURCE, DEFAULT.withOnCancel(OnCancel.LAST_WAITER), source::attach);
      Task<String> served = loop.createTask(shared);
      settle();
      source.inlet().succeed("value");
      trail.add(served.await());
      Task<String> last = loop.createTask(shared);
      settle();
      last.cancel();
      settle();
    });
    trail.assertIs("value", "cancelled");
  }

  @Test
  void aLateValueFromAnotherThreadIsDiscardedInTheContextOfTheWaiter(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      Source source = new Source(() -> trail.add("cancelled"));
      Task<?> waiter =
          loop.createTask(() -> {
            USER.set("ada");
            Inlet.awaitable(SOURCE, discardingTo(trail), source::attach).await();
          });
      settle();
      waiter.cancel();
      settle();
      inForeignThread(() -> source.inlet().succeed("late"));
      settle();
    });
    trail.assertIs("cancelled", "discarded late for ada");
  }

  @Test
  void aResultThatAClosingLoopKeepsFromItsWaiterIsDiscarded(Trail trail) throws Exception {
    EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    loop.setExceptionHandler((where, report) -> trail.add("reported"));
    Source source = new Source(() -> trail.add("cancelled"));
    Task<String> unused =
        loop.createTask(Inlet.awaitable(SOURCE, discardingTo(trail), source::attach));
    loop.runUntilComplete(() -> Asyncio.sleep(Duration.ofSeconds(1)).await());
    loop.callSoon(() -> {
      source.inlet().succeed("value");
      loop.stop();
    });
    loop.runForever();
    trail.add("closing");
    loop.close();
    trail.assertIs("closing", "reported", "discarded value for nobody");
  }

  // ---- a publisher

  @Test
  void theEndOnTheLoopDoesNotOvertakeTheValueOfAnotherThread(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      List<Flow.Subscriber<? super String>> subscribers = new ArrayList<>();
      Flow.Publisher<String> publisher =
          subscriber -> {
            subscribers.add(subscriber);
            subscriber.onSubscribe(new NoSubscription());
          };
      Task<@Nullable String> waiter =
          loop.createTask(
              Inlet.<@Nullable String>awaitable(
                  SOURCE, DEFAULT, inlet -> publisher.subscribe(PublisherInlet.single(inlet))));
      settle();
      Flow.Subscriber<? super String> subscriber = subscribers.getFirst();
      inForeignThread(() -> subscriber.onNext("value"));
      subscriber.onComplete();
      assertThat(waiter.await()).isEqualTo("value");
    });
  }

  private static final class NoSubscription implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  @Test
  void aFutureThatIsCancelledDiscardsTheValueWhoseEndItAwaitsAlsoDetached(
      Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Flow.Publisher<String> publisher =
          subscriber -> {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onNext("value");
          };
      Future<@Nullable String> future =
          Inlet.<@Nullable String>future(
              SOURCE,
              discardingTo(trail).withOnCancel(OnCancel.DETACH),
              inlet -> publisher.subscribe(PublisherInlet.single(inlet)));
      settle();
      future.cancel();
      settle();
    });
    trail.assertIs("discarded value for nobody");
  }

  // ---- from the hub

  @Test
  void aFutureThatIsDoneIsADoneCompletableFutureOnTheLoop(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      promise.setResult("value");
      assertThat(FutureAdapter.completableFuture(promise)).isCompletedWithValue("value");
      IOException failure = new IOException("expected");
      Promise<String> failed = loop.createPromise();
      failed.setException(failure);
      assertThatThrownBy(FutureAdapter.completableFuture(failed)::join).hasCause(failure);
      Promise<String> cancelled = loop.createPromise();
      cancelled.cancel();
      assertThat(FutureAdapter.completableFuture(cancelled)).isCancelled();
      assertThat(FutureAdapter.completableFuture(promise).cancel(true)).isFalse();
    });
  }
}
