// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.ToHubContract;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

class CompletionStageToHubTest extends ToHubContract<CompletionStage<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.EMPTY, "a stage ends with a value, be it null",
        Capability.COLD, "a stage runs whether anyone waits or not",
        Capability.SIGNALS_AFTER_CANCEL, "cancelling a CompletableFuture completes it",
        Capability.LIBRARY_HOOK, "the JDK has none");
  }

  @Override
  protected ForeignSource<CompletionStage<String>> newSource() {
    CompletableFuture<String> future = new CompletableFuture<>();
    return new ForeignSource<>() {
      private boolean cancelledByItself;

      @Override
      public CompletionStage<String> get() {
        return future;
      }

      @Override
      public void succeed(String value) {
        future.complete(value);
      }

      @Override
      public void fail(Throwable failure) {
        future.completeExceptionally(failure);
      }

      @Override
      public void cancel() {
        cancelledByItself = future.cancel(true);
      }

      @Override
      public boolean cancelled() {
        return future.isCancelled() && !cancelledByItself;
      }
    };
  }

  @Override
  protected Awaitable<String> awaitable(CompletionStage<String> source, ConversionOptions options) {
    return FutureAdapter.awaitable(source, options);
  }

  @Override
  protected Future<String> future(CompletionStage<String> source, ConversionOptions options) {
    return FutureAdapter.future(source, options);
  }
}
