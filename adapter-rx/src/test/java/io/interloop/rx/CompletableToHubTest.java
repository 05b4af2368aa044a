// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.ToHubContract;
import io.reactivex.rxjava3.core.Completable;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PluginHook.class)
final class CompletableToHubTest extends ToHubContract<Completable> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.VALUE, "a Completable only completes",
        Capability.NULL, "a Completable only completes",
        Capability.SHARED, "each await has a subscription of its own");
  }

  @Override
  protected void installLibraryHook(Consumer<Throwable> hook) {
    PluginHook.install(hook);
  }

  @Override
  protected ForeignSource<Completable> newSource() {
    return ManualSource.completable();
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(Completable source, ConversionOptions options) {
    Awaitable<@Nullable Void> awaitable = RxAdapter.awaitable(source, options);
    return () -> {
      awaitable.await();
      return null;
    };
  }

  @Override
  @SuppressWarnings("unchecked") // null, which it always has, is of any type
  protected Future<@Nullable String> future(Completable source, ConversionOptions options) {
    return (Future<@Nullable String>) (Future<?>) RxAdapter.future(source, options);
  }
}
