// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.asyncio.Asyncio;
import io.interloop.completablefuture.FutureAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that is closed by one thread while another completes what it awaits. */
@Tag("stress")
@Timeout(180)
class ClosingAgainstCompletionStressTest {

  @Test
  void aValueForALoopThatClosesIsReportedAndDiscarded() throws Exception {
    AtomicInteger discarded = new AtomicInteger();
    AtomicInteger reported = new AtomicInteger();
    ConversionOptions options =
        ConversionOptions.DEFAULT.withOnDiscard(value -> discarded.incrementAndGet());
    try (Duel duel = new Duel(2)) {
      for (int round = 0; round < Arena.ROUNDS; round++) {
        EventLoop loop = Asyncio.newEventLoop();
        loop.setExceptionHandler((where, report) -> reported.incrementAndGet());
        CompletableFuture<String> source = new CompletableFuture<>();
        Future<String> future = loop.runUntilComplete(() -> FutureAdapter.future(source, options));
        duel.round(loop::close, () -> source.complete("value"));
        assertThat(future.done()).isFalse();
      }
    }
    assertThat(discarded).hasValue(Arena.ROUNDS);
    assertThat(reported).hasValue(Arena.ROUNDS);
  }

  @Test
  void aConsumerOfALoopThatClosesIsTold() {
    AtomicInteger told = new AtomicInteger();
    try (Duel duel = new Duel(3)) {
      for (int round = 0; round < Arena.ROUNDS; round++) {
        EventLoop loop = Asyncio.newEventLoop();
        duel.round(
            loop::close,
            () -> {
              var unused =
                  FutureAdapter.completableFuture(loop, () -> "never")
                      .whenComplete((value, failure) -> told.incrementAndGet());
            });
      }
    }
    assertThat(told).hasValue(Arena.ROUNDS);
  }
}
