// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One value, from a foreign type to the hub.
 *
 * @param <X> the foreign type
 */
public abstract class ToHubContract<X> extends ToHubCancellingContract<X> {

  /** For subclasses. */
  protected ToHubContract() {}

  // ---- results

  @BothMoments
  void theValueArrives(Moment moment, Runner runner) throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(() -> source.succeed("value"));
      assertThat(awaitable(source).await()).isEqualTo("value");
    });
  }

  @BothMoments
  void theValueOfAFutureArrives(Moment moment, Runner runner) throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(() -> source.succeed("value"));
      assertThat(future(source.get(), DEFAULT).await()).isEqualTo("value");
    });
  }

  @BothMoments
  void nullArrives(Moment moment, Runner runner) throws Exception {
    needs(Capability.NULL);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(() -> source.succeed(null));
      assertThat(awaitable(source).await()).isNull();
    });
  }

  @BothMoments
  void anEmptySourceBecomesNull(Moment moment, Runner runner) throws Exception {
    needs(Capability.EMPTY);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(source::succeedEmpty);
      assertThat(awaitable(source).await()).isNull();
    });
  }

  @BothMoments
  void anEmptySourceFailsIfTheCallerSaysSo(Moment moment, Runner runner) throws Exception {
    needs(Capability.EMPTY, Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(source::succeedEmpty);
      assertThatThrownBy(awaitable(source.get(), DEFAULT.withOnEmpty(OnEmpty.FAIL))::await)
          .isInstanceOf(NoSuchElementException.class);
    });
  }

  @BothMoments
  void theFailureArrivesAsTheSameObject(Moment moment, Runner runner) throws Exception {
    assertArrives(moment, runner, new IllegalArgumentException("unchecked"));
  }

  @BothMoments
  void aCheckedExceptionArrivesAsItIs(Moment moment, Runner runner) throws Exception {
    assertArrives(moment, runner, new IOException("checked"));
  }

  @BothMoments
  void anErrorArrivesAsItIs(Moment moment, Runner runner) throws Exception {
    assertArrives(moment, runner, new AssertionError("an error"));
  }

  private void assertArrives(Moment moment, Runner runner, Throwable failure) throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(() -> source.fail(failure));
      assertThatThrownBy(awaitable(source)::await).isSameAs(failure);
    });
  }

  @BothMoments
  void exactlyOneWrapperIsTakenOff(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      CompletionException inner = new CompletionException(new IOException("innermost"));
      moment.happens(() -> source.failWrapped(inner));
      assertThatThrownBy(awaitable(source)::await).isSameAs(inner);
    });
  }

  @BothMoments
  void aCancellationByTheSourceIsNotOneOfTheWaiter(Moment moment, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(source::cancel);
      try {
        awaitable(source).await();
      } catch (CancelledError error) {
        trail.add("cancelled, cancelling() " + currentTask().cancelling());
      }
    });
    trail.assertIs("cancelled, cancelling() 0");
  }

  // ---- start

  @Test
  void nothingIsAttachedBeforeTheAwaitAndOncePerAwaitAfter(Runner runner) throws Exception {
    needs(Capability.COLD);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Awaitable<@Nullable String> awaitable = awaitable(source);
      source.fail(new IOException("each time"));
      assertThat(source.attached()).isZero();
      assertThatThrownBy(awaitable::await).isInstanceOf(IOException.class);
      assertThatThrownBy(awaitable::await).isInstanceOf(IOException.class);
      assertThat(source.attached()).isEqualTo(2);
    });
  }

  @Test
  void aFutureIsAttachedAtOnceAndOnce(Runner runner) throws Exception {
    needs(Capability.COLD, Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Future<@Nullable String> future = future(source.get(), DEFAULT);
      assertThat(source.attached()).isEqualTo(1);
      source.succeed("value");
      assertThat(future.await()).isEqualTo("value");
      assertThat(future.await()).isEqualTo("value");
      assertThat(source.attached()).isEqualTo(1);
    });
  }

  @BothMoments
  void anAwaitableMayBeAwaitedAgain(Moment moment, Runner runner) throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Awaitable<@Nullable String> awaitable = awaitable(source);
      moment.happens(() -> source.succeed("value"));
      assertThat(awaitable.await()).isEqualTo("value");
      assertThat(awaitable.await()).isEqualTo("value");
    });
  }

  @Test
  void outsideATaskNothingIsAttached(Runner runner, EventLoop loop, Trail trail) throws Exception {
    needs(Capability.COLD);
    ForeignSource<X> source = newSource();
    assertThatThrownBy(awaitable(source)::await).isInstanceOf(IllegalStateException.class);
    runner.run(() -> {
      loop.callSoon(() -> {
        assertThatThrownBy(awaitable(source)::await).isInstanceOf(IllegalStateException.class);
        trail.add("refused in a callback");
      });
      settle();
    });
    assertThat(source.attached()).isZero();
    trail.assertIs("refused in a callback");
  }

  // ---- threads

  @Test
  void aResultFromAForeignThreadArrivesOnTheLoop(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Future<@Nullable String> future = future(source.get(), DEFAULT);
      future.addDoneCallback(done -> trail.add("called back " + whereAmI(loop)));
      inForeignThread(() -> source.fail(new IOException("from afar")));
      trail.add(future.done() ? "done inline" : "not done yet");
      assertThatThrownBy(future::await).isInstanceOf(IOException.class);
      settle();
    });
    trail.assertIs("not done yet", "called back on the loop");
  }

  @Test
  void theTaskThatAwaitsResumesOnTheLoopAsItself(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      loop.callSoon(() -> inForeignThread(() -> source.succeed("value")));
      Task<?> before = currentTask();
      trail.add(awaitable(source).await() + " " + whereAmI(loop));
      assertThat(currentTask()).isSameAs(before);
    });
    trail.assertIs("value on the loop");
  }

  @BothMoments
  void theContextOfTheTaskThatAwaitsIsTheSameAfterwards(
      Moment moment, Runner runner, EventLoop loop) throws Exception {
    ContextVar<String> name = ContextVar.of("name");
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(() -> source.fail(new IOException("expected")));
      Task<?> task =
          loop.createTask(() -> {
            name.set("the waiter's");
            assertThatThrownBy(awaitable(source)::await).isInstanceOf(IOException.class);
            assertThat(name.get()).isEqualTo("the waiter's");
          });
      name.set("another's");
      task.await();
      assertThat(name.get()).isEqualTo("another's");
    });
  }

  // ---- context

  @BothMoments
  void theTaskGoesOnInItsOwnContext(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      ON_BEHALF_OF.set("source");
      moment.happens(() -> source.fail(new IOException("expected")));
      ON_BEHALF_OF.set("task");
      assertThatThrownBy(awaitable(source)::await).hasMessage("expected");
      assertThat(ON_BEHALF_OF.get()).isEqualTo("task");
    });
  }

  @BothMoments
  void aSignalFromAForeignThreadLeavesTheTaskItsContext(Moment moment, Runner runner)
      throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      moment.happens(() ->
          inForeignThread(() -> {
            ON_BEHALF_OF.set("source");
            source.fail(new IOException("expected"));
          }));
      ON_BEHALF_OF.set("task");
      assertThatThrownBy(awaitable(source)::await).hasMessage("expected");
      assertThat(ON_BEHALF_OF.get()).isEqualTo("task");
    });
  }
}
