// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.ToHubContract;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PluginHook.class)
final class SingleToHubTest extends ToHubContract<Single<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.NULL, "a Single has a value, and it is never null",
        Capability.EMPTY, "a Single has a value",
        Capability.SHARED, "each await has a subscription of its own");
  }

  @Override
  protected void installLibraryHook(Consumer<Throwable> hook) {
    PluginHook.install(hook);
  }

  @Override
  protected ForeignSource<Single<String>> newSource() {
    return ManualSource.single();
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(
      Single<String> source, ConversionOptions options) {
    return RxAdapter.awaitable(source, options);
  }

  @Override
  protected Future<@Nullable String> future(Single<String> source, ConversionOptions options) {
    return RxAdapter.future(source, options);
  }
}
