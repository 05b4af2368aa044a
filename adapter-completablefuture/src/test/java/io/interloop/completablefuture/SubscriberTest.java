// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import static io.interloop.completablefuture.FutureAdapter.subscriber;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.ManualPublisher;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code subscriber} does beyond the contract: its two ends come in any order. */
@ExtendWith(LoopExtension.class)
class SubscriberTest {
  private final ManualPublisher<String> source = new ManualPublisher<>();

  @Test
  void thePublisherMayComeAfterTheIteration(Runner runner, EventLoop loop) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      Task<List<String>> reading = loop.createTask(subscriber.toList());
      settle();
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                source.emit("a");
                source.complete();
                source.subscribe(subscriber);
              });
      assertThat(reading.await()).containsExactly("a");
      thread.join();
    });
  }

  @Test
  void nothingIsRequestedBeforeTheIteration(Runner runner) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      source.subscribe(subscriber);
      settle();
      assertThat(source.requested()).isZero();
      source.emit("a");
      source.complete();
      assertThat(subscriber.toList().await()).containsExactly("a");
    });
  }

  @Test
  void anEndBeforeTheIterationIsKept(Runner runner) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      source.complete();
      source.subscribe(subscriber);
      assertThat(subscriber.toList().await()).isEmpty();
    });
  }

  @Test
  void closingItUnreadCancelsThePublisher(Runner runner) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      source.subscribe(subscriber);
      subscriber.close();
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void closingItCancelsAPublisherThatComesLater(Runner runner) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      subscriber.close();
      source.subscribe(subscriber);
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingTheReaderCancelsAPublisherThatComesLater(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      Task<List<String>> reading = loop.createTask(subscriber.toList());
      settle();
      reading.cancel();
      settle();
      source.subscribe(subscriber);
      assertThat(source.cancelled()).isTrue();
    });
  }

  @Test
  void aFailureThatNobodyReadsIsReportedOnClosing(Runner runner, Reports reports) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      source.fail(new IOException("unread"));
      source.subscribe(subscriber);
      assertThat(reports.take()).isEmpty();
      subscriber.close();
      assertThat(reports.take()).extracting(r -> r.exception().getMessage()).containsOnly("unread");
    });
  }

  @Test
  void aSecondPublisherIsCancelled(Runner runner) throws Exception {
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber();
      new ManualPublisher<String>().subscribe(subscriber);
      source.subscribe(subscriber);
      assertThat(source.cancelled()).isTrue();
      subscriber.close();
    });
  }

  @Test
  void anItemThatNobodyRequestedIsDiscarded(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    ConversionOptions options =
        ConversionOptions.DEFAULT.withOnDiscard(item -> trail.add("discarded " + item));
    runner.run(() -> {
      StreamSubscriber<String> subscriber = subscriber(loop, options);
      Flow.Publisher<String> pushing = target -> target.onNext("unasked");
      pushing.subscribe(subscriber);
      subscriber.close();
    });
    trail.assertIs("discarded unasked");
  }

  private static void settle() throws Exception {
    Asyncio.sleep(Duration.ofSeconds(1)).await();
  }
}
