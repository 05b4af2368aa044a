// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.vertx.VertxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.vertxFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.Trail;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The current Vert.x context, duplicated ones above all, follows the hub's tasks. */
final class VertxContextTest {
  /** Has to be registered before the Vert.x is made that is to have it. */
  private static final ContextLocal<String> REQUEST = ContextLocal.registerLocal(String.class);

  private static Vertx vertx;

  private LoopThread thread;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void startLoop() {
    thread = new LoopThread();
  }

  @AfterEach
  void stopLoop() throws Exception {
    thread.close();
  }

  private static ContextInternal request(String name) {
    ContextInternal context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
    context.putLocal(REQUEST, name);
    return context;
  }

  /** Runs code on a Vert.x context and waits for its result. */
  @CanIgnoreReturnValue
  private static <T> T on(ContextInternal context, Callable<T> code) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(ignored -> {
      try {
        result.complete(code.call());
      } catch (Throwable failure) {
        result.completeExceptionally(failure);
      }
    });
    return result.get(30, TimeUnit.SECONDS);
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static String current() {
    return Vertx.currentContext() == null ? "none" : Vertx.currentContext().getLocal(REQUEST);
  }

  private static void twoHops(Trail trail) throws Exception {
    trail.add(current());
    awaitable(vertx.executeBlocking(() -> "")).await();
    trail.add(current());
    sleep(java.time.Duration.ofMillis(1)).await();
    trail.add(current());
  }

  @Test
  void aTaskMadeOnADuplicatedContextHasItAfterEveryAwait() throws Exception {
    Trail trail = new Trail();
    EventLoop loop = thread.loop();
    get(on(request("one"), () -> vertxFuture(loop, () -> twoHops(trail))));
    trail.assertIs("one", "one", "one");
  }

  @Test
  void tasksOfTwoRequestsKeepTheirContextsApart() throws Exception {
    Trail one = new Trail();
    Trail two = new Trail();
    EventLoop loop = thread.loop();
    var first = on(request("one"), () -> vertxFuture(loop, () -> twoHops(one)));
    var second = on(request("two"), () -> vertxFuture(loop, () -> twoHops(two)));
    get(first);
    get(second);
    one.assertIs("one", "one", "one");
    two.assertIs("two", "two", "two");
  }

  @Test
  void aTaskMadeElsewhereHasNone() throws Exception {
    Trail trail = new Trail();
    get(vertxFuture(thread.loop(), () -> twoHops(trail)));
    trail.assertIs("none", "none", "none");
  }

  @Test
  void aVertxFutureMadeInSuchATaskCompletesOnItsContext() throws Exception {
    EventLoop loop = thread.loop();
    CompletableFuture<String> seen = new CompletableFuture<>();
    get(
        on(
            request("one"),
            () ->
                vertxFuture(
                    loop,
                    () -> {
                      awaitable(vertx.executeBlocking(() -> "")).await();
                      vertxFuture(sleep(java.time.Duration.ofMillis(1)))
                          .onComplete((value, failure) ->
                              seen.complete(current() + ", on the loop: " + loop.isCurrent()));
                    })));
    assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("one, on the loop: false");
  }

  @Test
  void aGuestOfAVertxContextHasTheRequestsContextInTheRequestsTasks() throws Exception {
    Trail one = new Trail();
    Trail two = new Trail();
    Trail none = new Trail();
    ContextInternal host = request("host");
    EventLoop guest = Asyncio.newGuestLoop(VertxAdapter.host(host));
    var first = on(host.duplicate(), () -> inRequest(guest, "one", one));
    var second = on(host.duplicate(), () -> inRequest(guest, "two", two));
    var third = vertxFuture(guest, () -> none.add("on the loop: " + guest.isCurrent()));
    get(first);
    get(second);
    get(third);
    on(
        host,
        () -> {
          guest.close();
          return "";
        });
    one.assertIs("one", "one", "one");
    two.assertIs("two", "two", "two");
    none.assertIs("on the loop: true");
  }

  private static io.vertx.core.Future<Void> inRequest(EventLoop loop, String name, Trail trail) {
    Vertx.currentContext().putLocal(REQUEST, name);
    return vertxFuture(loop, () -> twoHops(trail));
  }

  @Test
  void aThreadOfVertxHasItsOwnContextAgainAfterwards() throws Exception {
    Trail trail = new Trail();
    io.interloop.Context captured = on(request("one"), io.interloop.Context::copyOfCurrent);
    on(
        request("two"),
        () -> {
          trail.add(current());
          captured.run(() -> {
            trail.add(current());
            return "";
          });
          trail.add(current());
          new io.interloop.Context()
              .run(() -> {
                trail.add(current());
                return "";
              });
          return "";
        });
    trail.assertIs("two", "one", "two", "two");
  }
}
