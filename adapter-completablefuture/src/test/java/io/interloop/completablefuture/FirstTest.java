// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.completablefuture.FutureAdapter.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.spi.Inlet;
import io.interloop.spi.PublisherInlet;
import io.interloop.testkit.BothMoments;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.ManualPublisher;
import io.interloop.testkit.Moment;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LoopExtension.class)
class FirstTest {
  private static final ConversionOptions DRAIN = DEFAULT.withAfterFirst(AfterFirst.DRAIN);

  @BothMoments
  void theFirstItemArrivesAndTheRestIsCancelled(Moment moment, Runner runner) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      moment.happens(() -> source.emit("first"));
      assertThat(first(source).await()).isEqualTo("first");
      assertThat(source.cancelled()).isTrue();
      assertThat(source.requested()).isEqualTo(1);
    });
  }

  @Test
  void anotherItemAfterTheCancelIsDiscardedAndAFailureReported(
      Runner runner, EventLoop loop, Trail trail) throws Exception {
    loop.setExceptionHandler((where, report) -> trail.add("reported " + report.exception()));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("first");
      trail.add(
          first(source, DEFAULT.withOnDiscard(value -> trail.add("discarded " + value))).await());
      source.emit("second");
      source.fail(new IOException("late"));
    });
    trail.assertIs("first", "discarded second", "reported java.io.IOException: late");
  }

  @Test
  void drainingWaitsForTheEndAndDiscardsTheRest(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ConversionOptions options = DRAIN.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      loop.callSoon(() -> {
        source.emit("first");
        source.emit("second");
        trail.add("ending");
        source.complete();
      });
      trail.add(first(source, options).await());
      assertThat(source.cancelled()).isFalse();
    });
    trail.assertIs("discarded second", "ending", "first");
  }

  @Test
  void aFailureWhileDrainingIsTheResult(Runner runner, Trail trail) throws Exception {
    IOException failure = new IOException("at the end");
    ConversionOptions options = DRAIN.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("first");
      source.fail(failure);
      assertThatThrownBy(first(source, options)::await).isSameAs(failure);
      Asyncio.sleep(Duration.ZERO).await();
    });
    trail.assertIs("discarded first");
  }

  @Test
  void cancellingWhileDrainingDiscardsTheFirst(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ConversionOptions options = DRAIN.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("first");
      Task<String> task = loop.createTask(first(source, options));
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      task.cancel();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(task.cancelled()).isTrue();
      assertThat(source.cancelled()).isTrue();
    });
    trail.assertIs("discarded first");
  }

  @Test
  void aSecondValueOfASingleOneIsAProtocolError(Runner runner, Trail trail) throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      source.emit("one");
      source.emit("two");
      assertThatThrownBy(
              Inlet.<String>awaitable(
                      new Inlet.Source("the source"),
                      options,
                      inlet -> source.subscribe(PublisherInlet.single(inlet)))
                  ::await)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("two");
      assertThat(source.cancelled()).isTrue();
      Asyncio.sleep(Duration.ZERO).await();
    });
    trail.assertIs("discarded two", "discarded one");
  }

  @Test
  void aPublisherThatSubscribesLateIsCancelledThen(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      ManualPublisher<String> source = new ManualPublisher<>();
      Task<String> task =
          loop.createTask(
              first(subscriber ->
                  loop.callLater(Duration.ofSeconds(2), () -> source.subscribe(subscriber))));
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      task.cancel();
      Asyncio.sleep(Duration.ofSeconds(2)).await();
      assertThat(source.cancelled()).isTrue();
      assertThat(source.requested()).isZero();
    });
  }
}
