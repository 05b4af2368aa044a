// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit.tck;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The TCK for a publisher of what the hub has. */
@SuppressWarnings("exports") // who extends it has the TCK
public abstract class PublisherTck extends PublisherVerification<Long> {
  @SuppressWarnings("NullAway.Init") // before the first test
  private LoopThread loopThread;

  /** For subclasses. */
  protected PublisherTck() {
    super(Patience.environment());
  }

  /**
   * Converts as the adapter does, from {@link #numbers} or from {@link #oneOrNone}.
   *
   * @param loop the loop; a publisher fails if it is closed
   * @param elements how many elements to publish
   */
  protected abstract Publisher<Long> publisher(EventLoop loop, long elements);

  /**
   * Returns a stream of numbers.
   *
   * @param count how many
   */
  protected static AsyncStream<Long> numbers(long count) {
    return Asyncio.generator(items -> {
      for (long number = 0; number < count; number++) {
        items.yield(number);
      }
    });
  }

  /**
   * Returns a coroutine that waits for a turn of the loop.
   *
   * @param count 0 for one that results in null
   */
  protected static Awaitable<@Nullable Long> oneOrNone(long count) {
    return Asyncio.sleep(Duration.ZERO, count == 0 ? null : 1L);
  }

  /** Starts the loop. For TestNG. */
  @BeforeClass
  public void startLoop() {
    loopThread = new LoopThread();
  }

  /** Closes the loop. For TestNG. */
  @AfterClass
  public void closeLoop() {
    loopThread.close();
  }

  @Override
  public Publisher<Long> createPublisher(long elements) {
    return publisher(loopThread.loop(), elements);
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    EventLoop closed = Asyncio.newEventLoop();
    closed.close();
    return publisher(closed, 1);
  }
}
