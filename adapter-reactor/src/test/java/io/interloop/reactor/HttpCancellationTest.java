// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.testkit.HttpCancellationContract;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

class HttpCancellationTest extends HttpCancellationContract {

  @Override
  protected Awaitable<String> awaitable(
      CompletableFuture<String> request, ConversionOptions options) {
    return ReactorAdapter.awaitable(Mono.fromFuture(request), options);
  }
}
