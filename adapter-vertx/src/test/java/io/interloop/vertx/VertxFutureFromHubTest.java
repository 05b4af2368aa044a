// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.FromHubContract;
import io.interloop.testkit.Receiver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class VertxFutureFromHubTest extends FromHubContract<io.vertx.core.Future<@Nullable String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.CANCEL, "Vert.x's futures cannot be cancelled",
        Capability.HOT_DETACHES, "a handler of a Vert.x future cannot be taken off",
        Capability.COLD, "a Vert.x future is eager: a coroutine becomes a task at once");
  }

  @Override
  protected io.vertx.core.Future<@Nullable String> hot(Future<@Nullable String> future) {
    return VertxAdapter.vertxFuture(future.getLoop(), future);
  }

  @Override
  protected io.vertx.core.Future<@Nullable String> cold(
      EventLoop loop, Awaitable<@Nullable String> coroutine, ConversionOptions options) {
    return VertxAdapter.vertxFuture(loop, coroutine);
  }

  @Override
  @CanIgnoreReturnValue
  protected Runnable consume(io.vertx.core.Future<@Nullable String> source, Receiver receiver) {
    source.onComplete(receiver::succeeded, receiver::failed);
    return () -> {};
  }
}
