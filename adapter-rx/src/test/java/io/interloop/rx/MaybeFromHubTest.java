// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.testkit.FromHubContract;
import io.interloop.testkit.Receiver;
import io.reactivex.rxjava3.core.Maybe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PluginHook.class)
final class MaybeFromHubTest extends FromHubContract<Maybe<String>> {

  @Override
  protected Maybe<String> hot(Future<@Nullable String> future) {
    return RxAdapter.maybe(future);
  }

  @Override
  protected Maybe<String> cold(
      EventLoop loop, Awaitable<@Nullable String> coroutine, ConversionOptions options) {
    return RxAdapter.deferMaybe(loop, coroutine, options);
  }

  @Override
  @CanIgnoreReturnValue
  protected Runnable consume(Maybe<String> source, Receiver receiver) {
    Observing observing = new Observing(receiver);
    source.subscribe(observing);
    return observing;
  }
}
