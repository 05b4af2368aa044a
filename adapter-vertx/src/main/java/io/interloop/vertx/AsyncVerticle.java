// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncRunnable;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.spi.Host;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verticle whose start and stop are coroutines. It has a guest loop on its context, which lives
 * as long as it is deployed.
 *
 * <pre>{@code
 * final class Greeter extends AsyncVerticle {
 *   Greeter() {
 *     super(Asyncio::newGuestLoop);
 *   }
 *
 *   @Override
 *   protected void start() throws Exception {
 *     String greeting = awaitable(vertx().fileSystem().readFile("greeting")).await().toString();
 *     loop().createTask(() -> greetEverySecond(greeting));
 *   }
 * }
 * }</pre>
 *
 * <p><b>Start.</b> The verticle is deployed once {@link #start()} has returned. If it fails, the
 * tasks it has made are cancelled, and the deployment fails with its failure.
 *
 * <p><b>Stop.</b> {@link #stop()} runs first; then all tasks that are left are cancelled, and
 * undeploying waits for their cleanup; then the loop is closed. A failure of {@code stop()} is the
 * undeployment's, after all that; one of a cancelled task goes to the loop's exception handler.
 *
 * <p><b>Threads.</b> Callbacks of the loop run on the verticle's context. So do coroutines under
 * the mounted engine, on an event-loop or a worker context. Under the handoff engine, which needs
 * no flag, and always on a virtual-thread context, coroutines run on other threads while that of
 * the context waits for them. There they must not use what is confined to the event loop's thread,
 * and must not block until it does something: {@code Future.await()} and {@code join()} would wait
 * for ever. They await; what is confined they leave to {@code loop().callSoon(...)}, or to the
 * handlers of Vert.x, which run on the context as ever. So a handler that has something to await
 * makes a task of it: {@code loop().createTask(...)}.
 *
 * <p>A task has the Vert.x context on which it was created as {@link Vertx#currentContext()} over
 * every await, with its local data, whichever thread it runs on.
 */
public abstract class AsyncVerticle implements Deployable {
  private final Function<? super Host, ? extends EventLoop> newGuestLoop;

  /** Set when the verticle is deployed. */
  private @Nullable Context context;

  /** Set when the verticle is deployed. */
  private @Nullable EventLoop loop;

  /**
   * Creates a verticle.
   *
   * @param newGuestLoop makes the loop for a host: {@code Asyncio::newGuestLoop}
   */
  protected AsyncVerticle(Function<? super Host, ? extends EventLoop> newGuestLoop) {
    this.newGuestLoop = Objects.requireNonNull(newGuestLoop, "newGuestLoop");
  }

  // ---- for the subclass

  /**
   * Starts the verticle. A coroutine: it may await.
   *
   * @throws Exception fails the deployment
   */
  protected void start() throws Exception {}

  /**
   * Stops the verticle, before its tasks are cancelled. A coroutine: it may await.
   *
   * @throws Exception fails the undeployment, once everything has ended
   */
  protected void stop() throws Exception {}

  /** Returns the loop of this verticle. */
  protected final EventLoop loop() {
    if (loop == null) {
      throw notDeployed();
    }
    return loop;
  }

  /** Returns the context of this verticle. */
  protected final Context context() {
    if (context == null) {
      throw notDeployed();
    }
    return context;
  }

  /** Returns the Vert.x that deploys this verticle. */
  protected final Vertx vertx() {
    return context().owner();
  }

  /** Returns the configuration of the deployment; empty if it was given none. */
  protected final JsonObject config() {
    return Objects.requireNonNullElseGet(context().config(), JsonObject::new);
  }

  private static IllegalStateException notDeployed() {
    return new IllegalStateException("the verticle is not deployed yet");
  }

  // ---- for Vert.x

  /**
   * Makes the loop and runs {@link #start()} in a task of it. Called by Vert.x.
   *
   * @param context the context of this verticle
   */
  @Override
  public final Future<?> deploy(Context context) {
    this.context = context;
    EventLoop guest = newGuestLoop.apply(VertxAdapter.host(context));
    this.loop = guest;
    AsyncRunnable start = this::start;
    return VertxAdapter.vertxFuture(guest, start)
        .recover(failure ->
            end(guest, context, () -> {}).transform(ended -> Future.failedFuture(failure)));
  }

  /**
   * Runs {@link #stop()} in a task of the loop, then ends the loop. Called by Vert.x.
   *
   * @param context the context of this verticle
   */
  @Override
  public final Future<?> undeploy(Context context) {
    return end(loop(), context, this::stop);
  }

  private static Future<@Nullable Void> end(EventLoop loop, Context context, AsyncRunnable stop) {
    if (loop.isClosed()) {
      return Future.succeededFuture();
    }
    AsyncRunnable ending =
        () -> {
          try {
            stop.run();
          } finally {
            cancelOtherTasks(loop);
            loop.shutdownAsyncgens().await();
            loop.shutdownDefaultExecutor(null).await();
          }
        };
    return VertxAdapter.vertxFuture(loop, ending).eventually(() -> close(loop, context));
  }

  private static void cancelOtherTasks(EventLoop loop) throws Exception {
    Set<Task<?>> others = new LinkedHashSet<>(loop.allTasks());
    others.remove(Task.current());
    others.forEach(Task::cancel);
    for (Task<?> task : others) {
      // Not the task itself: that it was cancelled is not that we are.
      Promise<@Nullable Void> ended = loop.createPromise();
      task.addDoneCallback(done -> ended.setResult(null));
      ended.await();
      if (!task.cancelled() && task.exception() != null) {
        loop.callExceptionHandler(
            new ExceptionContext("a task failed while its verticle was stopped", task.exception())
                .withFuture(task));
      }
    }
  }

  /** Not within the turn that ends the last task, as a guest cannot be closed there. */
  private static Future<@Nullable Void> close(EventLoop loop, Context context) {
    io.vertx.core.Promise<@Nullable Void> closed = io.vertx.core.Promise.promise();
    context.runOnContext(ignored -> {
      try {
        loop.close();
        closed.complete();
      } catch (Throwable failure) {
        closed.fail(failure);
      }
    });
    return closed.future();
  }
}
