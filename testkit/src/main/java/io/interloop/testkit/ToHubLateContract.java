// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static io.interloop.ConversionOptions.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ToHubContract} about results that come too late, and to closed loops.
 *
 * @param <X> the foreign type
 */
public abstract class ToHubLateContract<X> extends AdapterContract {

  /** For subclasses. */
  protected ToHubLateContract() {}

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

  final Awaitable<@Nullable String> awaitable(ForeignSource<X> source) {
    return awaitable(source.get(), DEFAULT);
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
