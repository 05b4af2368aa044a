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
import io.reactivex.rxjava3.core.Completable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PluginHook.class)
final class CompletableFromHubTest extends FromHubContract<Completable> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.VALUE, "a Completable only completes");
  }

  @Override
  protected Completable hot(Future<@Nullable String> future) {
    return RxAdapter.completable(future);
  }

  @Override
  protected Completable cold(
      EventLoop loop, Awaitable<@Nullable String> coroutine, ConversionOptions options) {
    return RxAdapter.deferCompletable(loop, coroutine, options);
  }

  @Override
  @CanIgnoreReturnValue
  protected Runnable consume(Completable source, Receiver receiver) {
    Observing observing = new Observing(receiver);
    source.subscribe(observing);
    return observing;
  }
}
