// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.moduletests.stress.Arena.Round;
import io.interloop.testkit.LoopThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two loops that await one source, and cancel at the same moment. */
@Tag("stress")
@Timeout(180)
class LastWaiterStressTest {

  @Test
  void theLastOfTwoWaitersOnTwoLoopsCancelsTheSource() {
    List<CompletableFuture<String>> sources = new ArrayList<>();
    try (Arena arena = new Arena();
        LoopThread other = new LoopThread()) {
      EventLoop here = arena.loop();
      EventLoop there = other.loop();
      arena.run(() -> {
        CompletableFuture<String> source = new CompletableFuture<>();
        sources.add(source);
        Awaitable<String> shared =
            FutureAdapter.awaitable(
                source, ConversionOptions.DEFAULT.withOnCancel(OnCancel.LAST_WAITER));
        Task<String> first = here.createTask(shared);
        AtomicReference<Task<String>> second = new AtomicReference<>();
        other.call(() -> {
          second.set(there.createTask(shared));
          return null;
        });
        other.call(() -> null); // its first step
        return new Round(
            () -> here.callSoonThreadsafe(first::cancel),
            () -> there.callSoonThreadsafe(() -> second.get().cancel()));
      });
      for (int tick = 0; tick < 8; tick++) {
        other.call(() -> null);
      }
    }
    assertThat(sources).hasSize(Arena.ROUNDS).allMatch(CompletableFuture::isCancelled);
  }
}
