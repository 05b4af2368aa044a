// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.vertx.VertxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.vertxFuture;

import io.interloop.EventLoop;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Owns the loop and the server. Each request is a task of the loop; the verticle's own part is to
 * hand it over, and to cancel the task if the client leaves.
 */
final class WeatherVerticle extends VerticleBase {
  private final int wantedPort;
  private final LoopThread loopThread = new LoopThread();
  private @Nullable HttpServer server;
  private @Nullable Answers answers;

  WeatherVerticle(int wantedPort) {
    this.wantedPort = wantedPort;
  }

  EventLoop loop() {
    return loopThread.loop();
  }

  /** Returns the port it listens to, once it is deployed. */
  int port() {
    return server == null ? wantedPort : server.actualPort();
  }

  @Override
  public Future<?> start() {
    loopThread.start();
    return vertxFuture(
        loop(),
        () -> {
          Board board = new Board();
          answers = new Answers(board, new Forecasts(vertx, this::port), new Archive());
          loop().createTask(TaskOptions.named("sensors"), board.follow(Sensors.readings()));
          server =
              awaitable(
                      vertx
                          .createHttpServer()
                          .requestHandler(this::accept)
                          .listen(wantedPort, "127.0.0.1"))
                  .await();
        });
  }

  /** On Vert.x's thread. */
  private void accept(HttpServerRequest request) {
    Answers answering = answers;
    if (answering == null) {
      throw new IllegalStateException("a request before the start");
    }
    CompletableFuture<@Nullable Void> task =
        Asyncio.<@Nullable Void>runCoroutineThreadsafe(
            answering.to(request.path(), request.response()), loop());
    request.response().closeHandler(gone -> task.cancel(false));
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(() -> {
      loopThread.close();
      return null;
    });
  }
}
