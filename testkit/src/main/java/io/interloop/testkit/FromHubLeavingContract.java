// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link FromHubContract} about consumers that leave, and loops that close.
 *
 * @param <X> the foreign type
 */
public abstract class FromHubLeavingContract<X> extends AdapterContract {

  /** For subclasses. */
  protected FromHubLeavingContract() {}

  /**
   * Converts as the hot form does: {@code mono(future)}; for an eager type the only one.
   *
   * @param future the future
   */
  protected abstract X hot(Future<@Nullable String> future);

  /**
   * Converts as the cold form does: {@code deferMono(loop, coroutine, options)}; for an eager type,
   * which starts the coroutine at once, the only one.
   *
   * @param loop the loop
   * @param coroutine the coroutine
   * @param options the options
   */
  protected abstract X cold(
      EventLoop loop, Awaitable<@Nullable String> coroutine, ConversionOptions options);

  /**
   * Begins to consume, on the calling thread.
   *
   * @param source the converted source
   * @param receiver told of the value or the failure
   * @return what the consumer does to leave: dispose, cancel
   */
  @CanIgnoreReturnValue
  protected abstract Runnable consume(X source, Receiver receiver);

  // ---- leaving

  @Test
  void leavingAfterTheResultChangesNothing(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.CANCEL);
    ConversionOptions options =
        DEFAULT.withOnDiscard(value -> receiver.trail().add("discarded " + value));
    runner.run(() -> {
      Runnable leave =
          consume(
              cold(
                  loop,
                  () -> {
                    throw new IOException("expected");
                  },
                  options),
              receiver);
      settle();
      leave.run();
      inForeignThread(leave);
      settle();
    });
    receiver.trail().assertIs("failed IOException, on the loop");
  }

  @Test
  void leavingTheHotFormOnAForeignThreadLeavesTheFutureAlone(
      Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    needs(Capability.HOT_DETACHES);
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      inForeignThread(consume(hot(promise), receiver));
      settle();
      assertThat(promise.done()).isFalse();
    });
    receiver.trail().assertIs();
  }

  @Test
  void aResultThatMeetsTheLeavingOnTheWayIsDiscarded(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.VALUE, Capability.CANCEL);
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    AtomicReference<@Nullable Runnable> leave = new AtomicReference<>();
    runner.run(() -> {
      X source =
          cold(
              loop,
              () -> {
                loop.callSoon(Objects.requireNonNull(leave.get()));
                return "late";
              },
              options);
      Receiver receiver = new Receiver(new Trail());
      leave.set(consume(source, receiver));
      settle();
      assertThat(receiver.trail().entries()).noneMatch(entry -> entry.startsWith("value"));
    });
    trail.assertIs("discarded late");
  }

  @Test
  void aFailureThatMeetsTheLeavingOnTheWayIsReported(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.CANCEL);
    reportTo(trail, loop);
    AtomicReference<@Nullable Runnable> leave = new AtomicReference<>();
    runner.run(() -> {
      X source =
          cold(
              loop,
              () -> {
                loop.callSoon(Objects.requireNonNull(leave.get()));
                throw new IOException("late");
              },
              DEFAULT);
      leave.set(consume(source, new Receiver(new Trail())));
      settle();
    });
    trail.assertIs("reported java.io.IOException: late");
  }

  @Test
  void leavingTheHotFormLeavesTheFutureAlone(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.HOT_DETACHES);
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      consume(hot(promise), receiver).run();
      settle();
      assertThat(promise.done()).isFalse();
      promise.setResult("for others");
      settle();
      assertThat(promise.result()).isEqualTo("for others");
    });
    receiver.trail().assertIs();
  }

  @Test
  void leavingCancelsTheFuture(Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    needsTheLackOf(Capability.HOT_DETACHES);
    needs(Capability.CANCEL);
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      consume(hot(promise), receiver).run();
      settle();
      assertThat(promise.cancelled()).isTrue();
    });
  }

  @Test
  void leavingTheColdFormCancelsTheTask(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.CANCEL);
    runner.run(() -> {
      Runnable leave = consume(cold(loop, waiting(trail), DEFAULT), new Receiver(new Trail()));
      settle();
      leave.run();
      trail.add("left");
      settle();
    });
    trail.assertIs("started", "left", "cleaned up");
  }

  @Test
  void leavingFromAForeignThreadCancelsTheTask(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.CANCEL);
    runner.run(() -> {
      Runnable leave = consume(cold(loop, waiting(trail), DEFAULT), new Receiver(new Trail()));
      settle();
      inForeignThread(leave);
      trail.add("left");
      settle();
    });
    trail.assertIs("started", "left", "cleaned up");
  }

  private static Awaitable<@Nullable String> waiting(Trail trail) {
    return () -> {
      trail.add("started");
      try {
        return Asyncio.sleep(Duration.ofHours(1), "never").await();
      } finally {
        trail.add("cleaned up");
      }
    };
  }

  @Test
  void leavingBeforeTheStartStartsNothing(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.CANCEL);
    runner.run(() -> {
      consume(cold(loop, waiting(trail), DEFAULT), new Receiver(new Trail())).run();
      inForeignThread(
          () -> consume(cold(loop, waiting(trail), DEFAULT), new Receiver(new Trail())).run());
      settle();
    });
    trail.assertIs();
  }

  @Test
  void aValueAfterLeavingIsDiscarded(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.VALUE, Capability.CANCEL);
    Trail trail = receiver.trail();
    runner.run(() -> {
      ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
      Runnable leave = consume(cold(loop, ignoringCancellation("late"), options), receiver);
      settle();
      leave.run();
      trail.entries().forEach(entry -> assertThat(entry).startsWith("cancelled"));
      settle();
    });
    assertThat(trail.entries()).contains("discarded late").noneMatch(e -> e.startsWith("value"));
  }

  private static Awaitable<@Nullable String> ignoringCancellation(String result) {
    return () -> {
      try {
        return Asyncio.sleep(Duration.ofHours(1), "never").await();
      } catch (CancelledError error) {
        return result;
      }
    };
  }

  @Test
  void aFailureAfterLeavingIsReported(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.CANCEL);
    Trail trail = receiver.trail();
    reportTo(trail, loop);
    runner.run(() -> {
      Runnable leave =
          consume(
              cold(
                  loop,
                  () -> {
                    try {
                      return Asyncio.sleep(Duration.ofHours(1), "never").await();
                    } finally {
                      failCleanup();
                    }
                  },
                  DEFAULT),
              receiver);
      settle();
      leave.run();
      settle();
    });
    assertThat(trail.entries())
        .contains("reported java.io.IOException: late")
        .noneMatch(entry -> entry.startsWith("failed"));
  }

  private static void failCleanup() throws IOException {
    throw new IOException("late");
  }

  // ---- a closed loop

  @Test
  void theConsumerIsToldThatTheLoopIsClosed(Trail trail) {
    EventLoop loop = loopThatReportsTo(trail);
    loop.close();
    Receiver receiver = new Receiver(trail);
    inForeignThread(() -> consume(cold(loop, () -> "never", DEFAULT), receiver));
    trail.assertIs("failed IllegalStateException, elsewhere");
  }

  @Test
  void theConsumerIsToldThatTheLoopClosesFirst(Trail trail) {
    EventLoop loop = loopThatReportsTo(trail);
    Receiver receiver = new Receiver(trail);
    inForeignThread(() -> consume(cold(loop, () -> "never", DEFAULT), receiver));
    trail.add("closing");
    loop.close();
    trail.assertIs("closing", "failed IllegalStateException, elsewhere");
  }

  @Test
  void theConsumerIsToldThatTheLoopClosesUnderTheTask(Trail trail) throws Exception {
    EventLoop loop = loopThatReportsTo(trail);
    Receiver receiver = new Receiver(trail);
    loop.runUntilComplete(() -> {
      consume(cold(loop, waiting(trail), DEFAULT), receiver);
      settle();
      return null;
    });
    trail.add("closing");
    loop.close();
    trail.assertIs(
        "started",
        "closing",
        "reported a loss", // the loop's own: a task was pending
        "cleaned up",
        "failed IllegalStateException, elsewhere");
  }
}
