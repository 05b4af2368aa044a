// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.FromHubContract;
import io.interloop.testkit.Receiver;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PluginHook.class)
final class SingleFromHubTest extends FromHubContract<Single<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.NULL_RESULT, "a Single has a value, and it is never null");
  }

  @Override
  protected Single<String> hot(Future<@Nullable String> future) {
    return RxAdapter.single(future);
  }

  @Override
  protected Single<String> cold(
      EventLoop loop, Awaitable<@Nullable String> coroutine, ConversionOptions options) {
    return RxAdapter.deferSingle(loop, coroutine, options);
  }

  @Override
  @CanIgnoreReturnValue
  protected Runnable consume(Single<String> source, Receiver receiver) {
    Observing observing = new Observing(receiver);
    source.subscribe(observing);
    return observing;
  }
}
