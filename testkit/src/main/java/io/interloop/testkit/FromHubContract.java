// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One value, from the hub to a foreign type.
 *
 * @param <X> the foreign type
 */
public abstract class FromHubContract<X> extends FromHubLeavingContract<X> {

  /** For subclasses. */
  protected FromHubContract() {}

  // ---- results

  @BothMoments
  void aFuturesValueArrives(Moment moment, Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      moment.happens(() -> promise.setResult("value"));
      consume(hot(promise), receiver);
      settle();
    });
    receiver.trail().assertIs("value value, on the loop");
  }

  @Test
  void aCoroutinesValueArrives(Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      consume(cold(loop, () -> "at once", DEFAULT), receiver);
      consume(cold(loop, Asyncio.sleep(Duration.ofMillis(1), "later"), DEFAULT), receiver);
      settle();
    });
    receiver.trail().assertIs("value at once, on the loop", "value later, on the loop");
  }

  @BothMoments
  void nullArrives(Moment moment, Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    needs(Capability.NULL_RESULT);
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      moment.happens(() -> promise.setResult(null));
      consume(hot(promise), receiver);
      settle();
    });
    receiver.trail().assertIs("no value, on the loop");
  }

  @BothMoments
  void aFuturesFailureArrivesAsTheSameObject(
      Moment moment, Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      for (Throwable failure : failures()) {
        Promise<@Nullable String> promise = loop.createPromise();
        moment.happens(() -> promise.setException(failure));
        Receiver receiver = new Receiver(trail);
        consume(hot(promise), receiver);
        settle();
        assertThat(receiver.failure()).isSameAs(failure);
      }
    });
  }

  @BothMoments
  void aCoroutinesFailureArrivesAsTheSameObject(
      Moment moment, Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      for (Throwable failure : failures()) {
        Receiver receiver = new Receiver(trail);
        consume(
            cold(
                loop,
                () -> {
                  if (moment == Moment.DONE_LATER) {
                    Asyncio.sleep(Duration.ZERO).await();
                  }
                  throw Sneaky.asIs(failure);
                },
                DEFAULT),
            receiver);
        settle();
        assertThat(receiver.failure()).isSameAs(failure);
      }
    });
  }

  private static List<Throwable> failures() {
    return List.of(
        new IllegalArgumentException("unchecked"),
        new IOException("checked"),
        new AssertionError("an error"),
        new NoClassDefFoundError("an error that some libraries call fatal"));
  }

  @BothMoments
  void aCancelledTaskArrivesAsACancellation(
      Moment moment, Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      Task<@Nullable String> task = loop.createTask(Asyncio.sleep(Duration.ofHours(1), "never"));
      task.cancel("enough");
      if (moment == Moment.DONE_ALREADY) {
        settle();
      }
      consume(hot(task), receiver);
      settle();
    });
    receiver.trail().assertIs("cancelled, on the loop");
    assertThat(receiver.failure().getCause()).isInstanceOf(CancelledError.class);
  }

  @Test
  void aCoroutineThatIsCancelledFromWithinArrivesAsACancellation(
      Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      consume(
          cold(
              loop,
              () -> {
                currentTask().cancel();
                Asyncio.sleep(Duration.ofHours(1)).await();
                return "never";
              },
              DEFAULT),
          receiver);
      settle();
    });
    receiver.trail().assertIs("cancelled, on the loop");
  }

  // ---- start

  @Test
  void eachSubscriptionRunsATaskOfItsOwnAndNothingRunsBefore(
      Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    needs(Capability.COLD);
    Trail trail = receiver.trail();
    runner.run(() -> {
      X source =
          cold(
              loop,
              () -> {
                trail.add("run");
                return null;
              },
              DEFAULT);
      settle();
      trail.add("nothing yet");
      consume(source, new Receiver(new Trail()));
      settle();
      consume(source, new Receiver(new Trail()));
      settle();
    });
    trail.assertIs("nothing yet", "run", "run");
  }

  @Test
  void aForeignThreadMayConsume(Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    Trail trail = receiver.trail();
    runner.run(() -> {
      inForeignThread(() ->
          consume(
              cold(
                  loop,
                  () -> {
                    trail.add("run " + whereAmI(loop));
                    throw new IOException("expected");
                  },
                  DEFAULT),
              receiver));
      trail.add("consuming");
      settle();
    });
    trail.assertIs("consuming", "run on the loop", "failed IOException, on the loop");
  }

  @Test
  void aForeignThreadMayConsumeAFuture(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      inForeignThread(() -> consume(hot(promise), receiver));
      promise.setException(new IOException("expected"));
      settle();
    });
    receiver.trail().assertIs("failed IOException, on the loop");
  }

  @BothMoments
  void everyConsumerOfAFutureIsTold(Moment moment, Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      moment.happens(() -> promise.setException(new IOException("expected")));
      X source = hot(promise);
      consume(source, new Receiver(trail));
      consume(source, new Receiver(trail));
      settle();
    });
    trail.assertIs("failed IOException, on the loop", "failed IOException, on the loop");
  }

  @Test
  void aCoroutineSeesTheContextOfTheTaskThatConsumesAndKeepsItsOwn(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    ContextVar<String> name = ContextVar.of("name");
    runner.run(() -> {
      name.set("the consumer's");
      X source =
          cold(
              loop,
              () -> {
                trail.add("sees " + name.get());
                name.set("the coroutine's");
                Asyncio.sleep(Duration.ofMillis(1)).await();
                trail.add("keeps " + name.get());
                return null;
              },
              DEFAULT);
      consume(source, new Receiver(new Trail()));
      settle();
      trail.add("outside " + name.get());
    });
    trail.assertIs("sees the consumer's", "keeps the coroutine's", "outside the consumer's");
  }

  // ---- context

  @BothMoments
  void theConsumerOfAFutureIsToldInItsOwnContext(
      Moment moment, Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      Promise<@Nullable String> promise = loop.createPromise();
      ON_BEHALF_OF.set("promise");
      moment.happens(() -> promise.setException(new IOException("expected")));
      ON_BEHALF_OF.set("consumer");
      consume(hot(promise), receiver);
      ON_BEHALF_OF.set("others");
      settle();
    });
    receiver.trail().assertIs("failed IOException, on the loop, for the consumer");
  }

  @Test
  void aCoroutineRunsInTheContextOfItsConsumer(Runner runner, EventLoop loop, Receiver receiver)
      throws Exception {
    runner.run(() -> {
      ON_BEHALF_OF.set("consumer");
      consume(cold(loop, failingForSomeone(receiver.trail()), DEFAULT), receiver);
      ON_BEHALF_OF.set("others");
      settle();
    });
    receiver
        .trail()
        .assertIs("runs for the consumer", "failed IOException, on the loop, for the consumer");
  }

  @Test
  void aCoroutineRunsInTheContextOfAConsumerInAForeignThread(
      Runner runner, EventLoop loop, Receiver receiver) throws Exception {
    runner.run(() -> {
      ON_BEHALF_OF.set("others");
      inForeignThread(() -> {
        ON_BEHALF_OF.set("consumer");
        consume(cold(loop, failingForSomeone(receiver.trail()), DEFAULT), receiver);
      });
      settle();
    });
    receiver
        .trail()
        .assertIs("runs for the consumer", "failed IOException, on the loop, for the consumer");
  }

  private static Awaitable<@Nullable String> failingForSomeone(Trail trail) {
    return () -> {
      Asyncio.sleep(Duration.ofMillis(1)).await();
      trail.add("runs for the " + ON_BEHALF_OF.get());
      throw new IOException("expected");
    };
  }
}
