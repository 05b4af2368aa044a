// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.FromHubContract;
import io.interloop.testkit.Receiver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class CompletableFutureFromHubTest extends FromHubContract<CompletableFuture<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.COLD, "a CompletableFuture starts at once",
        Capability.HOT_DETACHES, "cancelling a CompletableFuture cancels what it stands for");
  }

  @Override
  protected CompletableFuture<String> hot(Future<String> future) {
    return FutureAdapter.completableFuture(future);
  }

  @Override
  protected CompletableFuture<String> cold(
      EventLoop loop, Awaitable<String> coroutine, ConversionOptions options) {
    return FutureAdapter.completableFuture(loop, coroutine, options);
  }

  @Override
  protected Runnable consume(CompletableFuture<String> source, Receiver receiver) {
    var unused =
        source.whenComplete((value, thrown) -> {
          if (thrown == null) {
            receiver.succeeded(value);
          } else {
            receiver.failed(thrown);
          }
        });
    return () -> source.cancel(false);
  }
}
