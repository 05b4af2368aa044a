// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.testkit.FromHubContract;
import io.interloop.testkit.Receiver;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class MonoFromHubTest extends FromHubContract<Mono<String>> {

  @Override
  protected Mono<String> hot(Future<String> future) {
    return ReactorAdapter.mono(future);
  }

  @Override
  protected Mono<String> cold(
      EventLoop loop, Awaitable<String> coroutine, ConversionOptions options) {
    return ReactorAdapter.deferMono(loop, coroutine, options);
  }

  @Override
  protected Runnable consume(Mono<String> source, Receiver receiver) {
    AtomicBoolean valued = new AtomicBoolean();
    Disposable subscription =
        source.subscribe(
            value -> {
              valued.set(true);
              receiver.succeeded(value);
            },
            receiver::failed,
            () -> {
              if (!valued.get()) {
                receiver.succeeded(null);
              }
            });
    return subscription::dispose;
  }
}
