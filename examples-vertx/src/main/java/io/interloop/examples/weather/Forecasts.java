// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.vertx.VertxAdapter.awaitable;

import io.interloop.Awaitable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.function.IntSupplier;

/** Asks the forecast service over HTTP: Vert.x futures. The service is this server's own. */
final class Forecasts {
  private final HttpClient client;
  private final IntSupplier port;

  Forecasts(Vertx vertx, IntSupplier port) {
    this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(200));
    this.port = port;
  }

  /** Returns a coroutine that asks what tomorrow will be like. */
  Awaitable<String> tomorrow(String city) {
    return () -> {
      // The body is taken on Vert.x's thread, where it must not be late.
      Buffer body =
          awaitable(
                  client
                      .request(HttpMethod.GET, port.getAsInt(), "127.0.0.1", "/forecast/" + city)
                      .compose(HttpClientRequest::send)
                      .compose(HttpClientResponse::body))
              .await();
      return body.toString();
    };
  }
}
