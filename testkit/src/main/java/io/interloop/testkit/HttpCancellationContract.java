// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * That a cancellation arrives where it matters: at the other end of a connection. For types through
 * which a request of the JDK's HTTP client can be cancelled.
 */
@Timeout(60)
public abstract class HttpCancellationContract {

  /** For subclasses. */
  protected HttpCancellationContract() {}

  /**
   * Converts a request to the foreign type, by the library's own means, and on to the hub.
   *
   * @param request the request under way; only {@code cancel(true)} aborts it
   * @param options the cancel policy
   */
  protected abstract Awaitable<String> awaitable(
      CompletableFuture<String> request, ConversionOptions options);

  @Test
  void cancellingTheTaskClosesTheConnection() throws Exception {
    try (SlowServer server = new SlowServer();
        LoopThread loopThread = new LoopThread()) {
      Task<String> task = start(server, loopThread, ConversionOptions.DEFAULT);
      server.answering.get(30, TimeUnit.SECONDS);
      loopThread.call(task::cancel);
      assertThat(server.closedByClient.get(30, TimeUnit.SECONDS)).isEqualTo("closed");
      assertThat(loopThread.call(task::cancelled)).isTrue();
    }
  }

  @Test
  void detachingLeavesTheConnectionOpen() throws Exception {
    try (SlowServer server = new SlowServer();
        LoopThread loopThread = new LoopThread()) {
      Task<String> task =
          start(server, loopThread, ConversionOptions.DEFAULT.withOnCancel(OnCancel.DETACH));
      server.answering.get(30, TimeUnit.SECONDS);
      loopThread.call(task::cancel);
      // An open connection shows itself only by not closing for a while.
      assertThatThrownBy(() -> server.closedByClient.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(loopThread.call(task::cancelled)).isTrue();
    }
  }

  private Task<String> start(SlowServer server, LoopThread loopThread, ConversionOptions options) {
    CompletableFuture<String> request = server.request();
    return loopThread.call(() -> loopThread.loop().createTask(awaitable(request, options)));
  }
}
