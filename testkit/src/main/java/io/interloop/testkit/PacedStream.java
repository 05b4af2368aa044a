// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import io.interloop.AsyncStream;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Semaphore;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream made from a publisher, and a task that consumes as many items as it is told: what the
 * Reactive Streams TCK needs to see the subscriber in between. Any thread may call the methods.
 *
 * @param <T> the type of the items
 */
public final class PacedStream<T> implements Flow.Publisher<T> {
  private final EventLoop loop;
  private final Semaphore appetite;
  private final Task<@Nullable Void> consumer;
  private volatile Flow.@Nullable Subscriber<? super T> subscriber;

  private PacedStream(EventLoop loop, Function<Flow.Publisher<T>, AsyncStream<T>> convert) {
    this.loop = loop;
    this.appetite = new Semaphore(0);
    this.consumer = loop.createTask(() -> consume(convert.apply(this)));
  }

  /**
   * Starts to consume a stream.
   *
   * @param <T> the type of the items
   * @param thread where the loop runs
   * @param convert makes the stream, as the adapter under test does
   */
  public static <T> PacedStream<T> start(
      LoopThread thread, Function<Flow.Publisher<T>, AsyncStream<T>> convert) {
    PacedStream<T> stream = thread.call(() -> new PacedStream<>(thread.loop(), convert));
    // The task's first step, in which it subscribes, comes before this.
    return thread.call(() -> stream);
  }

  private void consume(AsyncStream<T> stream) throws Exception {
    try (stream) {
      for (T unused : stream) {
        appetite.acquire().await();
      }
    }
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    this.subscriber = subscriber;
  }

  /** Returns the subscriber that feeds the stream. */
  @SuppressWarnings("unchecked") // a subscriber takes what it is said to take
  public Flow.Subscriber<T> subscriber() {
    Flow.Subscriber<? super T> known = subscriber;
    if (known == null) {
      throw new IllegalStateException("the stream has not subscribed: " + consumer);
    }
    return (Flow.Subscriber<T>) known;
  }

  /**
   * Has the task consume more.
   *
   * @param items how many items
   */
  public void consume(long items) {
    loop.callSoonThreadsafe(() -> {
      for (long i = 0; i < items; i++) {
        appetite.release();
      }
    });
  }

  /** Cancels the task. */
  public void cancel() {
    loop.callSoonThreadsafe(consumer::cancel);
  }
}
