// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.testkit.HttpCancellationContract;
import java.util.concurrent.CompletableFuture;

class HttpCancellationTest extends HttpCancellationContract {

  @Override
  protected Awaitable<String> awaitable(
      CompletableFuture<String> request, ConversionOptions options) {
    return FutureAdapter.awaitable(request, options);
  }
}
