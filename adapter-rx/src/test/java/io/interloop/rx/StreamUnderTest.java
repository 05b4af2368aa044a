// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.Task;
import io.interloop.asyncio.Semaphore;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** The subscriber behind {@code stream(Flowable)}, and a task that consumes the stream. */
final class StreamUnderTest {
  private final LoopThread loopThread;
  private final CompletableFuture<Subscriber<? super Long>> subscriber = new CompletableFuture<>();
  private final CompletableFuture<Task<@Nullable Void>> consumer = new CompletableFuture<>();
  private final CompletableFuture<Semaphore> appetite = new CompletableFuture<>();

  StreamUnderTest(LoopThread loopThread) {
    this.loopThread = loopThread;
    loopThread.loop().callSoonThreadsafe(this::start);
  }

  private void start() {
    Semaphore semaphore = new Semaphore(0);
    appetite.complete(semaphore);
    consumer.complete(loopThread.loop().createTask(() -> consume(semaphore)));
  }

  private void consume(Semaphore semaphore) throws Exception {
    Flowable<Long> flowable =
        new Flowable<>() {
          @Override
          protected void subscribeActual(Subscriber<? super Long> subscribing) {
            subscriber.complete(subscribing);
          }
        };
    ConversionOptions options = ConversionOptions.DEFAULT.withPrefetch(1);
    try (AsyncStream<Long> stream = RxAdapter.stream(flowable, options)) {
      for (long ignored : stream) {
        semaphore.acquire().await();
      }
    }
  }

  Subscriber<? super Long> subscriber() {
    return subscriber.join();
  }

  /** Lets the task consume so many items more. */
  void consume(long count) {
    Semaphore semaphore = appetite.join();
    loopThread
        .loop()
        .callSoonThreadsafe(() -> {
          for (long i = 0; i < Math.min(count, 1000); i++) {
            semaphore.release();
          }
        });
  }

  void cancel() {
    Task<?> task = consumer.join();
    loopThread.loop().callSoonThreadsafe(task::cancel);
  }
}
