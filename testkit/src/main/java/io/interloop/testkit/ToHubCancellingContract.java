// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ToHubContract} about cancelling, by either side.
 *
 * @param <X> the foreign type
 */
public abstract class ToHubCancellingContract<X> extends ToHubLateContract<X> {

  /** For subclasses. */
  protected ToHubCancellingContract() {}

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
}
