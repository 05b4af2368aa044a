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
import java.util.function.Supplier;

/** A supplier of stages: lazy, and anew for each await. */
class StageSupplierToHubTest extends ToHubContract<Supplier<CompletionStage<String>>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.EMPTY, "a stage ends with a value, be it null",
        Capability.SHARED, "each await has a stage of its own",
        Capability.SIGNALS_AFTER_CANCEL, "cancelling a CompletableFuture completes it",
        Capability.LIBRARY_HOOK, "the JDK has none");
  }

  @Override
  protected ForeignSource<Supplier<CompletionStage<String>>> newSource() {
    CompletableFuture<String> end = new CompletableFuture<>();
    return new ForeignSource<>() {
      private CompletableFuture<String> latest = new CompletableFuture<>();
      private int started;

      @Override
      public Supplier<CompletionStage<String>> get() {
        return () -> {
          started++;
          latest = end.copy(); // cancelling it leaves the end alone
          return latest;
        };
      }

      @Override
      public void succeed(String value) {
        end.complete(value);
      }

      @Override
      public void fail(Throwable failure) {
        end.completeExceptionally(failure);
      }

      @Override
      public boolean cancelled() {
        return latest.isCancelled() && !end.isDone();
      }

      @Override
      public int attached() {
        return started;
      }
    };
  }

  @Override
  protected Awaitable<String> awaitable(
      Supplier<CompletionStage<String>> source, ConversionOptions options) {
    return FutureAdapter.awaitable(source, options);
  }

  @Override
  protected Future<String> future(
      Supplier<CompletionStage<String>> source, ConversionOptions options) {
    return FutureAdapter.future(source.get(), options);
  }
}
