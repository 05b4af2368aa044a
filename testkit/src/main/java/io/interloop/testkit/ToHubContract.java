// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One value, from a foreign type to the hub.
 *
 * @param <X> the foreign type
 */
public abstract class ToHubContract<X> extends AdapterContract {

  /** For subclasses. */
  protected ToHubContract() {}

  /** Returns a new source that has not ended. */
  protected abstract ForeignSource<X> newSource();

  /**
   * Converts as the facade's {@code awaitable(source, options)} does.
   *
   * @param source the source
   * @param options the options
   */
  protected abstract Awaitable<@Nullable String> awaitable(X source, ConversionOptions options);

  /**
   * Converts as the facade's {@code future(source, options)} does.
   *
   * @param source the source
   * @param options the options
   */
  protected abstract Future<@Nullable String> future(X source, ConversionOptions options);

  private Awaitable<@Nullable String> awaitable(ForeignSource<X> source) {
    return awaitable(source.get(), DEFAULT);
  }

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

  // ---- cancelling

  @Test
  void aCancellationFromAForeignThreadCancelsTheSource(Runner runner, EventLoop loop)
      throws Exception {
    needs(Capability.CANCEL);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source));
      loop.callSoon(() -> inForeignThread(() -> loop.callSoonThreadsafe(waiter::cancel)));
      settle();
      assertThat(waiter.cancelled()).isTrue();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void aSourceThatIsCancelledOnAForeignThreadCancelsTheAwaitAndNotTheWaiter(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      loop.callSoon(() -> inForeignThread(source::cancel));
      try {
        awaitable(source).await();
      } catch (CancelledError error) {
        trail.add("cancelled, cancelling() " + currentTask().cancelling());
      }
    });
    trail.assertIs("cancelled, cancelling() 0");
  }

  @Test
  void anAwaitableMayBeAwaitedAgainAfterACancellation(Runner runner, EventLoop loop)
      throws Exception {
    needs(Capability.COLD, Capability.CANCEL, Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Awaitable<@Nullable String> awaitable = awaitable(source);
      Task<@Nullable String> first = loop.createTask(awaitable);
      loop.callSoon(first::cancel);
      settle();
      loop.callSoon(() -> source.succeed("value"));
      assertThat(awaitable.await()).isEqualTo("value");
      assertThat(first.cancelled()).isTrue();
      assertThat(source.attached()).isEqualTo(2);
    });
  }

  @Test
  void aFailureThatMeetsTheCancellationOnTheWayIsReported(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    reportTo(trail, loop);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source));
      loop.callSoon(() -> {
        inForeignThread(() -> source.fail(new IOException("late")));
        waiter.cancel();
      });
      settle();
      assertThat(waiter.cancelled()).isTrue();
    });
    trail.assertIs("reported java.io.IOException: late");
  }

  @Test
  void cancellingBeforeTheStartAttachesNothing(Runner runner, EventLoop loop) throws Exception {
    needs(Capability.COLD);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source));
      waiter.cancel();
      settle();
      assertThat(waiter.cancelled()).isTrue();
      assertThat(source.attached()).isZero();
    });
  }

  @Test
  void cancellingTheWaiterCancelsTheSource(Runner runner, EventLoop loop) throws Exception {
    needs(Capability.CANCEL);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source));
      loop.callSoon(waiter::cancel);
      settle();
      assertThat(waiter.cancelled()).isTrue();
      assertThat(waiter.cancelling()).isEqualTo(1);
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingTheFutureCancelsTheSource(Runner runner) throws Exception {
    needs(Capability.CANCEL);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Future<@Nullable String> future = future(source.get(), DEFAULT);
      assertThat(future.cancel()).isTrue();
      settle();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingTheWaiterLeavesASourceThatCannotBeCancelled(Runner runner, EventLoop loop)
      throws Exception {
    needsTheLackOf(Capability.CANCEL);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source));
      loop.callSoon(waiter::cancel);
      settle();
      assertThat(waiter.cancelled()).isTrue();
      assertThat(source.cancelled()).isFalse();
    });
  }

  @Test
  void aResultThatMeetsTheCancellationOnTheWayIsDiscarded(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    needs(Capability.VALUE);
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source.get(), options));
      loop.callSoon(() -> {
        inForeignThread(() -> source.succeed("late"));
        waiter.cancel();
      });
      settle();
      assertThat(waiter.cancelled()).isTrue();
    });
    trail.assertIs("discarded late");
  }

  @Test
  void aResultThatTheCancelledWaiterNoLongerSeesIsDiscarded(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    needs(Capability.VALUE, Capability.OUTLIVES_THE_LOOP);
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source.get(), options));
      loop.callSoon(() -> {
        source.succeed("late");
        waiter.cancel();
      });
      settle();
      assertThat(waiter.cancelled()).isTrue();
      assertThat(source.cancelled()).isFalse();
    });
    trail.assertIs("discarded late");
  }

  @Test
  void cancellingAfterTheResultChangesNothing(Runner runner, EventLoop loop) throws Exception {
    needs(Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source));
      loop.callSoon(() -> source.succeed("value"));
      assertThat(waiter.await()).isEqualTo("value");
      assertThat(waiter.cancel()).isFalse();
      settle();
      assertThat(source.cancelled()).isFalse();
    });
  }

  @Test
  void detachingLeavesTheSourceRunning(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.VALUE);
    ConversionOptions options =
        DEFAULT
            .withOnCancel(OnCancel.DETACH)
            .withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Task<@Nullable String> waiter = loop.createTask(awaitable(source.get(), options));
      loop.callSoon(waiter::cancel);
      loop.callSoon(() -> {
        assertThat(source.cancelled()).isFalse();
        source.succeed("late");
      });
      settle();
      assertThat(waiter.cancelled()).isTrue();
    });
    trail.assertIs("discarded late");
  }

  @Test
  void theLastWaiterCancelsTheSource(Runner runner, EventLoop loop, Trail trail) throws Exception {
    needs(Capability.SHARED, Capability.CANCEL);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Awaitable<@Nullable String> shared =
          awaitable(source.get(), DEFAULT.withOnCancel(OnCancel.LAST_WAITER));
      Task<@Nullable String> first = loop.createTask(shared);
      Task<@Nullable String> second = loop.createTask(shared);
      loop.callSoon(first::cancel);
      afterTicks(
          3,
          () -> {
            trail.add("after the first: " + source.cancelled());
            second.cancel();
          });
      settle();
      trail.add("after the last: " + source.cancelled());
    });
    trail.assertIs("after the first: false", "after the last: true");
  }

  @Test
  void aWaiterThatStaysGetsTheResult(Runner runner, EventLoop loop) throws Exception {
    needs(Capability.SHARED, Capability.VALUE);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Awaitable<@Nullable String> shared =
          awaitable(source.get(), DEFAULT.withOnCancel(OnCancel.LAST_WAITER));
      Task<@Nullable String> leaving = loop.createTask(shared);
      Task<@Nullable String> staying = loop.createTask(shared);
      loop.callSoon(leaving::cancel);
      afterTicks(3, () -> source.succeed("value"));
      assertThat(staying.await()).isEqualTo("value");
      assertThat(leaving.cancelled()).isTrue();
    });
  }

  // ---- what comes too late

  @Test
  void aFailureAfterDetachingIsReported(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    reportTo(trail, loop);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      Future<@Nullable String> future = future(source.get(), DEFAULT.withOnCancel(OnCancel.DETACH));
      future.cancel();
      loop.callSoon(() -> source.fail(new IOException("late")));
      settle();
    });
    trail.assertIs("reported java.io.IOException: late");
  }

  @Test
  void aFailureAfterTheCancelIsReported(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.SIGNALS_AFTER_CANCEL);
    reportTo(trail, loop);
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      future(source.get(), DEFAULT).cancel();
      settle();
      assertThat(source.cancelled()).isTrue();
      source.fail(new IOException("late"));
      settle();
    });
    trail.assertIs("reported java.io.IOException: late");
  }

  @Test
  void aLateFailureGoesToTheHandlerAndThenToTheLibrary(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    needs(Capability.LIBRARY_HOOK);
    reportTo(trail, loop);
    installLibraryHook(failure -> trail.add("library's hook " + failure));
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      future(source.get(), DEFAULT.withOnCancel(OnCancel.DETACH)).cancel();
      loop.callSoon(() -> source.fail(new IOException("late")));
      settle();
    });
    trail.assertIs(
        "reported java.io.IOException: late", "library's hook java.io.IOException: late");
  }

  @Test
  void aValueAfterTheCancelIsDiscarded(Runner runner, Trail trail) throws Exception {
    needs(Capability.SIGNALS_AFTER_CANCEL, Capability.VALUE);
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ForeignSource<X> source = newSource();
      future(source.get(), options).cancel();
      settle();
      source.succeed("late");
      settle();
    });
    trail.assertIs("discarded late");
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

  // ---- a closed loop

  @Test
  void aValueForAClosedLoopIsReportedAndDiscarded(Trail trail) throws Exception {
    needs(Capability.VALUE, Capability.OUTLIVES_THE_LOOP);
    ForeignSource<X> source = newSource();
    closedLoopThatAwaits(source, trail);
    inForeignThread(() -> source.succeed("late"));
    trail.assertIs("reported a loss", "discarded late");
  }

  @Test
  void aFailureForAClosedLoopIsReported(Trail trail) throws Exception {
    needs(Capability.OUTLIVES_THE_LOOP);
    ForeignSource<X> source = newSource();
    closedLoopThatAwaits(source, trail);
    inForeignThread(() -> source.fail(new IOException("late")));
    trail.assertIs("reported java.io.IOException: late");
  }

  private void closedLoopThatAwaits(ForeignSource<X> source, Trail trail) throws Exception {
    EventLoop loop = loopThatReportsTo(trail);
    begin(loop, source, trail);
    loop.close();
  }

  @Test
  void aValueOnItsWayToALoopThatClosesIsReportedAndDiscarded(Trail trail) throws Exception {
    needs(Capability.VALUE, Capability.OUTLIVES_THE_LOOP);
    ForeignSource<X> source = newSource();
    EventLoop loop = loopThatReportsTo(trail);
    begin(loop, source, trail);
    inForeignThread(() -> source.succeed("late"));
    trail.add("closing");
    loop.close();
    trail.assertIs("closing", "reported a loss", "discarded late");
  }

  @Test
  void aLoopThatClosesAtTheMomentOfTheCancellationStillCancelsTheSource(Trail trail)
      throws Exception {
    needs(Capability.CANCEL);
    ForeignSource<X> source = newSource();
    EventLoop loop = loopThatReportsTo(trail);
    Future<@Nullable String> future = loop.runUntilComplete(() -> future(source.get(), DEFAULT));
    future.cancel();
    assertThat(source.cancelled()).isFalse();
    loop.close();
    assertThat(source.cancelled()).isTrue();
    trail.assertIs();
  }

  @Test
  void aLoopThatClosesUnderTheWaiterCancelsTheSource(Trail trail) throws Exception {
    needs(Capability.CANCEL);
    ForeignSource<X> source = newSource();
    EventLoop loop = loopThatReportsTo(trail);
    loop.runUntilComplete(() -> {
      loop.createTask(awaitable(source));
      for (int tick = 0; tick < 3; tick++) {
        Asyncio.sleep(Duration.ZERO).await();
      }
      return null;
    });
    assertThat(source.cancelled()).isFalse();
    loop.close();
    assertThat(source.cancelled()).isTrue();
    trail.assertIs("reported a loss"); // the loop's own: a task was pending
  }

  private void begin(EventLoop loop, ForeignSource<X> source, Trail trail) throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    Future<@Nullable String> future = loop.runUntilComplete(() -> future(source.get(), options));
    assertThat(future.done()).isFalse();
  }
}
