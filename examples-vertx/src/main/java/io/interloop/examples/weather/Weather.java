// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import io.vertx.core.Vertx;

/** The application: one verticle, which has the loop. */
final class Weather {
  private static final int PORT = 8080;

  private Weather() {}

  public static void main(String[] arguments) {
    int port = arguments.length == 0 ? PORT : Integer.parseInt(arguments[0]);
    Vertx vertx = Vertx.vertx();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
    WeatherVerticle weather = new WeatherVerticle(port);
    vertx
        .deployVerticle(weather)
        .onSuccess(id ->
            System.out.println(
                "Try   curl http://127.0.0.1:"
                    + weather.port()
                    + "/weather/Lisbon   and   curl -N http://127.0.0.1:"
                    + weather.port()
                    + "/weather/Lisbon/live"))
        .onFailure(failure -> {
          System.err.println("Cannot start: " + failure.getMessage());
          System.exit(1);
        });
  }
}
