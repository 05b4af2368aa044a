// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.vertx.VertxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.readStream;
import static io.interloop.vertx.VertxAdapter.vertxFuture;
import static io.interloop.vertx.VertxAdapter.writeStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnEmpty;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What bit the users of other bridges from and to Vert.x. */
@ExtendWith(LoopExtension.class)
@Timeout(60)
final class TrapsTest {

  /**
   * eclipse-vertx/vert.x#4978: a future made of a stage on a context ran its handlers on whichever
   * thread completed the stage.
   */
  @Test
  void handlersRunOnTheContextOfTheCallerThoughTheLoopCompletes(Runner runner, EventLoop loop)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      runner.run(() -> {
        Promise<String> promise = loop.createPromise();
        CompletableFuture<Context> made = new CompletableFuture<>();
        CompletableFuture<Context> handled = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
          vertxFuture(loop, promise).onSuccess(value -> handled.complete(Vertx.currentContext()));
          made.complete(Vertx.currentContext());
        });
        Context context = awaitable(Future.fromCompletionStage(made)).await();
        promise.setResult("value");
        assertThat(awaitable(Future.fromCompletionStage(handled)).await()).isSameAs(context);
      });
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** vert-x3/vertx-reactive-streams#27: a ReadStream that flows did not request. */
  @Test
  void aReadStreamRequestsWhenItsHandlerIsSet(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      readStream(() ->
              Asyncio.generator(items -> {
                items.yield("a");
                items.yield("b");
              }))
          .endHandler(ignored -> trail.add("end"))
          .handler(item -> trail.add("item " + item));
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    trail.assertIs("item a", "item b", "end");
  }

  /** vert-x3/vertx-reactive-streams#27: what was written before the subscription was lost. */
  @Test
  void whatIsWrittenBeforeTheReaderIsThereIsKept(Runner runner) throws Exception {
    runner.run(() -> {
      WritableStream<String> stream = writeStream();
      stream.write("a");
      stream.write("b");
      stream.end();
      Asyncio.sleep(Duration.ofSeconds(1)).await();
      assertThat(stream.toList().await()).containsExactly("a", "b");
    });
  }

  @Test
  void aFutureThatIsDoneCostsNoTick(Runner runner, EventLoop loop, Trail trail) throws Exception {
    runner.run(() -> {
      loop.callSoon(() -> trail.add("tick"));
      trail.add(awaitable(Future.succeededFuture("value")).await());
      trail.add("null: " + awaitable(Future.succeededFuture()).await());
      assertThatThrownBy(
              awaitable(
                      Future.succeededFuture(), ConversionOptions.DEFAULT.withOnEmpty(OnEmpty.FAIL))
                  ::await)
          .isInstanceOf(NoSuchElementException.class);
      trail.add("empty");
      assertThatThrownBy(awaitable(Future.failedFuture(new IOException("expected")))::await)
          .isInstanceOf(IOException.class);
      trail.add("failed");
      Asyncio.sleep(Duration.ofSeconds(1)).await();
    });
    trail.assertIs("value", "null: null", "empty", "failed", "tick");
  }
}
