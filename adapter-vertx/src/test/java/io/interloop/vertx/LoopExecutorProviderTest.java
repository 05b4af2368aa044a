// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.vertx.VertxAdapter.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Vert.x used from a loop's code calls back on the loop. */
@ExtendWith(LoopExtension.class)
final class LoopExecutorProviderTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  private static Vertx vertx;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void handlersRunOnTheLoopInACopyOfTheContext(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      VAR.set("set");
      Context context = vertx.getOrCreateContext();
      trail.add(context.threadingModel().toString());
      Promise<String> seen = loop.createPromise();
      context.runOnContext(ignored -> {
        trail.add("current: " + (Vertx.currentContext() == context));
        trail.add("var " + VAR.get() + ", on the loop: " + loop.isCurrent());
        VAR.set("changed");
        seen.setResult("seen");
      });
      trail.add("asked");
      trail.add(seen.await() + ", var " + VAR.get());
    });
    trail.assertIs(
        ThreadingModel.EXTERNAL.toString(),
        "asked",
        "current: true",
        "var set, on the loop: true",
        "seen, var set");
  }

  @Test
  void timersAndTheEventBusCallBackOnTheLoop(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      vertx
          .eventBus()
          .<String>consumer(
              "echo",
              message -> {
                trail.add("consumer on the loop: " + loop.isCurrent());
                message.reply(message.body());
              });
      vertx.setTimer(1, id -> trail.add("timer on the loop: " + loop.isCurrent()));
      awaitable(vertx.timer(20, TimeUnit.MILLISECONDS)).await();
      trail.add(awaitable(vertx.eventBus().<String>request("echo", "hello")).await().body());
    });
    trail.assertIs("timer on the loop: true", "consumer on the loop: true", "hello");
  }

  @Test
  void aServerAndAClientCallBackOnTheLoop(Runner runner, EventLoop loop) throws Exception {
    List<Boolean> onLoop = new CopyOnWriteArrayList<>();
    runner.run(() -> {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(request -> {
                onLoop.add(loop.isCurrent());
                request.bodyHandler(body -> {
                  onLoop.add(loop.isCurrent());
                  request.response().end(body);
                });
              });
      awaitable(server.listen(0, "127.0.0.1")).await();
      HttpClient client = vertx.createHttpClient();
      Buffer answer =
          awaitable(
                  client
                      .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                      .compose(request -> {
                        onLoop.add(loop.isCurrent());
                        return request.send("body").compose(HttpClientResponse::body);
                      }))
              .await();
      assertThat(answer.toString()).isEqualTo("body");
      awaitable(client.close()).await();
      awaitable(server.close()).await();
    });
    assertThat(onLoop).containsExactly(true, true, true);
  }

  @Test
  void elsewhereVertxTakesAnEventLoopOfItsOwn() {
    assertThat(vertx.getOrCreateContext().threadingModel()).isEqualTo(ThreadingModel.EVENT_LOOP);
  }

  @Test
  void whatComesForAClosedLoopIsReportedOnceAndDropped(Trail trail) throws Exception {
    EventLoop loop = Asyncio.newEventLoop();
    loop.setExceptionHandler((where, report) -> trail.add(report.message().split(";", 2)[0]));
    Context[] context = new Context[1];
    loop.callSoon(() -> context[0] = vertx.getOrCreateContext());
    loop.callSoon(loop::stop);
    loop.runForever();
    context[0].runOnContext(ignored -> trail.add("never"));
    loop.close();
    context[0].runOnContext(ignored -> trail.add("never"));
    trail.assertIs("Vert.x has something for a loop that is closed");
  }
}
