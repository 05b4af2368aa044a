// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every adapter promises, as tests. An adapter has one test class for each foreign type and
 * direction, which extends one of the four parts and says how the type is converted: {@link
 * ToHubContract}, {@link FromHubContract}, {@link ManyToHubContract}, {@link ManyFromHubContract}.
 */
@ExtendWith(LoopExtension.class)
@Timeout(60)
public abstract class AdapterContract {

  /** On whose behalf the running code runs, as the contract's tests have it. */
  static final ContextVar<String> ON_BEHALF_OF = ContextVar.of("on behalf of");

  /** For subclasses. */
  protected AdapterContract() {}

  /** Returns what the foreign type lacks, with the reason. */
  protected Map<Capability, String> lacks() {
    return Map.of();
  }

  /**
   * Has the library's own hook for late failures call back; undone when the test has ended. Needed
   * unless {@link Capability#LIBRARY_HOOK} is lacking.
   *
   * @param hook takes the failure; if the library wraps it, unwrapped
   */
  protected void installLibraryHook(Consumer<Throwable> hook) {
    throw new UnsupportedOperationException("needs Capability.LIBRARY_HOOK");
  }

  /** Skips the test if the type lacks something. */
  final void needs(Capability... capabilities) {
    for (Capability capability : capabilities) {
      String reason = lacks().get(capability);
      Assumptions.assumeTrue(reason == null, () -> "no " + capability + ": " + reason);
    }
  }

  /** Skips the test if the type has something. */
  final void needsTheLackOf(Capability capability) {
    Assumptions.assumeTrue(lacks().containsKey(capability), () -> "has " + capability);
  }

  static Task<?> currentTask() {
    return Objects.requireNonNull(Task.current());
  }

  /** Runs an action some ticks from now; time need not pass, as it may not while jobs run. */
  static void afterTicks(int ticks, Runnable action) {
    EventLoop.running().callSoon(ticks == 1 ? action : () -> afterTicks(ticks - 1, action));
  }

  /** Lets everything run that is ready, and waits for jobs of the loop's executor. */
  static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }

  /** Runs something in a thread that has nothing to do with the loop, and waits for its end. */
  static void inForeignThread(Runnable action) {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .name("foreign")
            .start(() -> {
              try {
                action.run();
              } catch (Throwable failure) {
                thrown.set(failure);
              }
            });
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while a foreign thread ran", interrupted);
    }
    assertThat(thrown.get()).as("thrown into the foreign thread").isNull();
  }

  /** Returns a loop that the test may close, with its reports in a trail. */
  static EventLoop loopThatReportsTo(Trail trail) {
    EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(new VirtualClock()));
    reportTo(trail, loop);
    return loop;
  }

  /** Has a loop's reports go to a trail. */
  static void reportTo(Trail trail, EventLoop loop) {
    loop.setExceptionHandler((where, report) ->
        trail.add("reported " + (report.exception() == null ? "a loss" : report.exception())));
  }

  /** Records which side of the border the calling code is on. */
  static String whereAmI(EventLoop loop) {
    return loop.isCurrent() ? "on the loop" : "elsewhere";
  }
}
