// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.ToHubContract;
import io.vertx.core.Promise;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class VertxFutureToHubTest extends ToHubContract<io.vertx.core.Future<@Nullable String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.EMPTY, "a Vert.x future without a value is one of null",
        Capability.CANCEL, "Vert.x's futures cannot be cancelled",
        Capability.SIGNALS_AFTER_CANCEL, "Vert.x's futures cannot be cancelled",
        Capability.COLD, "a Vert.x future runs already",
        Capability.LIBRARY_HOOK, "Vert.x has no hook for failures nobody sees");
  }

  @Override
  protected ForeignSource<io.vertx.core.Future<@Nullable String>> newSource() {
    return new Source();
  }

  @Override
  protected Awaitable<@Nullable String> awaitable(
      io.vertx.core.Future<@Nullable String> source, ConversionOptions options) {
    return VertxAdapter.awaitable(source, options);
  }

  @Override
  protected Future<@Nullable String> future(
      io.vertx.core.Future<@Nullable String> source, ConversionOptions options) {
    return VertxAdapter.future(source, options);
  }

  private static final class Source
      implements ForeignSource<io.vertx.core.Future<@Nullable String>> {
    private final Promise<@Nullable String> promise = Promise.promise();

    @Override
    public io.vertx.core.Future<@Nullable String> get() {
      return promise.future();
    }

    @Override
    public void succeed(@Nullable String value) {
      promise.complete(value);
    }

    @Override
    public void fail(Throwable failure) {
      promise.fail(failure);
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
