// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.vertx.VertxAdapter.awaitable;

import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.vertx.AsyncVerticle;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Has the server, and a loop that lives on the verticle's event loop. Each request is a task; it is
 * cancelled if its client leaves.
 */
final class WeatherVerticle extends AsyncVerticle {
  private final int wantedPort;
  private @Nullable HttpServer server;

  WeatherVerticle(int wantedPort) {
    super(Asyncio::newGuestLoop);
    this.wantedPort = wantedPort;
  }

  /** Returns the port it listens to, once it is deployed. */
  int port() {
    return server == null ? wantedPort : server.actualPort();
  }

  EventLoop eventLoop() {
    return loop();
  }

  @Override
  protected void start() throws Exception {
    Board board = new Board();
    loop().createTask(TaskOptions.named("sensors"), board.follow(Sensors.readings()));
    Answers answers = new Answers(board, new Forecasts(vertx(), this::port), new Archive());
    HttpServer made = vertx().createHttpServer();
    made.requestHandler(request -> accept(answers, request));
    server = awaitable(made.listen(wantedPort, "127.0.0.1")).await();
  }

  private void accept(Answers answers, HttpServerRequest request) {
    Task<@Nullable Void> task =
        loop().<@Nullable Void>createTask(answers.to(request.path(), request.response()));
    request.response().closeHandler(gone -> task.cancel());
  }
}
