// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.vertx.VertxAdapter.host;

import io.interloop.spi.Host;
import io.interloop.testkit.HostContract;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;

/** Guest loops on Vert.x's contexts. */
final class ContextHostTest {

  abstract static class OnContext extends HostContract {
    private final Vertx vertx = Vertx.vertx();
    private Context context;

    abstract Context newContext(VertxInternal vertx);

    @Override
    protected Host newHost() {
      context = newContext((VertxInternal) vertx);
      return host(context);
    }

    @Override
    protected boolean isOnHost() {
      return Vertx.currentContext() == context;
    }

    @Override
    protected void shutHostDown() throws Exception {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Nested
  final class OnAnEventLoop extends OnContext {
    @Override
    Context newContext(VertxInternal vertx) {
      return vertx.createEventLoopContext();
    }
  }

  @Nested
  final class OnAWorker extends OnContext {
    @Override
    Context newContext(VertxInternal vertx) {
      return vertx.createWorkerContext();
    }
  }

  @Nested
  final class OnVirtualThreads extends OnContext {
    @Override
    Context newContext(VertxInternal vertx) {
      return vertx.createVirtualThreadContext();
    }
  }

  @Nested
  final class OnADuplicate extends OnContext {
    @Override
    Context newContext(VertxInternal vertx) {
      return vertx.createEventLoopContext().duplicate();
    }
  }
}
