// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit.tck;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.PacedStream;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;

/** The TCK for the subscriber behind a stream, from inside. */
@SuppressWarnings("exports") // who extends it has the TCK
public abstract class StreamWhiteboxTck extends SubscriberWhiteboxTck {

  /** For subclasses. */
  protected StreamWhiteboxTck() {}

  /**
   * Converts as the adapter does. Called on the loop.
   *
   * @param loop the loop
   * @param publisher what to convert
   * @param options the options
   */
  protected abstract AsyncStream<Long> stream(
      EventLoop loop, Flow.Publisher<Long> publisher, ConversionOptions options);

  @Override
  protected final Subject subject(LoopThread thread) {
    ConversionOptions options = ConversionOptions.DEFAULT.withPrefetch(1);
    PacedStream<Long> stream =
        PacedStream.start(thread, publisher -> stream(thread.loop(), publisher, options));
    return new Subject(
        FlowAdapters.toSubscriber(stream.subscriber()), stream::consume, stream::cancel);
  }
}
