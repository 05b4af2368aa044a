// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.vertx.VertxAdapter.vertxFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.ToHubContract;
import io.interloop.testkit.Trail;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Operations that call a handler back, and promises. */
class HandlerToHubTest extends ToHubContract<Consumer<Handler<AsyncResult<String>>>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.CANCEL, "nothing is known of the operation but its handler",
        Capability.SIGNALS_AFTER_CANCEL, "it is never cancelled",
        Capability.SHARED, "each await starts an operation of its own",
        Capability.LIBRARY_HOOK, "Vert.x has none");
  }

  @Override
  protected ForeignSource<Consumer<Handler<AsyncResult<String>>>> newSource() {
    Promise<String> promise = Promise.promise();
    return new ForeignSource<>() {
      private int started;

      @Override
      public Consumer<Handler<AsyncResult<String>>> get() {
        return handler -> {
          started++;
          promise.future().onComplete(handler);
        };
      }

      @Override
      public void succeed(String value) {
        promise.complete(value);
      }

      @Override
      public void succeedEmpty() {
        promise.complete();
      }

      @Override
      public void fail(Throwable failure) {
        promise.fail(failure);
      }

      @Override
      public boolean cancelled() {
        return false;
      }

      @Override
      public int attached() {
        return started;
      }
    };
  }

  @Override
  protected Awaitable<String> awaitable(
      Consumer<Handler<AsyncResult<String>>> source, ConversionOptions options) {
    return VertxAdapter.awaitable(source, options);
  }

  @Override
  protected Future<String> future(
      Consumer<Handler<AsyncResult<String>>> source, ConversionOptions options) {
    Promise<String> promise = Promise.promise();
    source.accept(promise::handle);
    return VertxAdapter.future(promise.future(), options);
  }

  @Test
  void aSecondCallOfTheHandlerIsLate(Runner runner, Trail trail, Reports reports) throws Exception {
    ConversionOptions options =
        ConversionOptions.DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      Awaitable<String> twice =
          VertxAdapter.awaitable(
              handler -> {
                handler.handle(io.vertx.core.Future.succeededFuture("first"));
                handler.handle(io.vertx.core.Future.succeededFuture("second"));
                handler.handle(io.vertx.core.Future.failedFuture(new IOException("third")));
              },
              options);
      trail.add(twice.await());
    });
    trail.assertIs("discarded second", "first");
    assertThat(reports.take()).extracting(r -> r.exception().getMessage()).containsOnly("third");
  }

  @Test
  void aStartThatThrowsFailsTheAwait(Runner runner) throws Exception {
    runner.run(() -> {
      Awaitable<String> failing =
          VertxAdapter.awaitable((Handler<AsyncResult<String>> handler) -> {
            throw new IllegalArgumentException("no operation");
          });
      assertThatThrownBy(failing::await).isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void aHandlerAndAPromiseTakeAResultOfTheHub(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Handler<AsyncResult<String>> handler = result -> trail.add("handler " + result.result());
      Promise<String> promise = Promise.promise();
      vertxFuture(() -> "result").onComplete(handler).onComplete(promise);
      trail.add("promise " + VertxAdapter.awaitable(promise.future()).await());
    });
    trail.assertIs("handler result", "promise result");
  }
}
