// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.vertx.VertxAdapter.awaitable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.testkit.Trail;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verticles that await. */
final class AsyncVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final Trail trail = new Trail();
  private final List<String> reports = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void closeVertx() throws Exception {
    get(vertx.close());
  }

  @CanIgnoreReturnValue
  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Keeps what its loop reports. */
  private abstract class Reporting extends AsyncVerticle {
    Reporting() {
      super(Asyncio::newGuestLoop);
    }

    @Override
    protected void start() throws Exception {
      loop().setExceptionHandler((where, report) -> reports.add(report.message()));
    }
  }

  /** Answers requests with what it awaits, and has a task that never ends by itself. */
  private final class Greeter extends Reporting {
    private EventLoop own;

    @Override
    protected void start() throws Exception {
      super.start();
      own = loop();
      Asyncio.sleep(Duration.ofMillis(1)).await();
      trail.add("started with " + config().getString("name"));
      vertx()
          .eventBus()
          .<String>consumer(
              "greet",
              message -> {
                assertThat(Vertx.currentContext()).isNotNull();
                loop().createTask(() -> answer(message));
              });
      loop()
          .createTask(() -> {
            try {
              Asyncio.sleep(Duration.ofDays(1)).await();
            } catch (CancelledError cancelled) {
              Asyncio.sleep(Duration.ofMillis(1)).await();
              trail.add("the task has cleaned up");
              throw cancelled;
            }
          });
    }

    private void answer(Message<String> message) throws Exception {
      Asyncio.sleep(Duration.ofMillis(1)).await();
      message.reply("Hello, " + message.body() + ", on the loop: " + own.isCurrent());
    }

    @Override
    protected void stop() throws Exception {
      Asyncio.sleep(Duration.ofMillis(1)).await();
      trail.add("stopped");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void startAndStopAreCoroutinesAndStopWaitsForTheTasks(ThreadingModel model) throws Exception {
    Greeter greeter = new Greeter();
    String id =
        get(
            vertx.deployVerticle(
                greeter,
                new DeploymentOptions()
                    .setThreadingModel(model)
                    .setConfig(new JsonObject().put("name", "Ada"))));
    trail.add("deployed");
    trail.add(get(vertx.eventBus().<String>request("greet", "you")).body());
    get(vertx.undeploy(id));
    trail.add("undeployed, loop closed: " + greeter.own.isClosed());
    trail.assertIs(
        "started with Ada",
        "deployed",
        "Hello, you, on the loop: true",
        "stopped",
        "the task has cleaned up",
        "undeployed, loop closed: true");
    assertThat(reports).isEmpty();
  }

  @Test
  void callbacksRunOnTheVerticlesContext() throws Exception {
    get(
        vertx.deployVerticle(
            new Reporting() {
              @Override
              protected void start() throws Exception {
                super.start();
                io.interloop.Promise<Boolean> seen = loop().createPromise();
                Context own = context();
                loop().callSoon(() -> seen.setResult(Vertx.currentContext() == own));
                trail.add("on the context: " + seen.await());
                awaitable(vertx().timer(1, TimeUnit.MILLISECONDS)).await();
                trail.add("a timer of Vert.x, on the loop: " + loop().isCurrent());
              }
            }));
    trail.assertIs("on the context: true", "a timer of Vert.x, on the loop: true");
  }

  @Test
  void aTaskKeepsTheDuplicatedContextOfTheHandlerThatMadeIt() throws Exception {
    get(
        vertx.deployVerticle(
            new Reporting() {
              @Override
              protected void start() throws Exception {
                super.start();
                vertx()
                    .eventBus()
                    .<String>consumer(
                        "who",
                        message -> {
                          ContextInternal own = ContextInternal.current();
                          loop()
                              .createTask(() -> {
                                Asyncio.sleep(Duration.ofMillis(1)).await();
                                awaitable(vertx().timer(1, TimeUnit.MILLISECONDS)).await();
                                message.reply(
                                    own.isDuplicate() + ", " + (Vertx.currentContext() == own));
                              });
                        });
              }
            }));
    assertThat(get(vertx.eventBus().<String>request("who", "")).body()).isEqualTo("true, true");
    assertThat(get(vertx.eventBus().<String>request("who", "")).body()).isEqualTo("true, true");
  }

  @Test
  void aStartThatFailsFailsTheDeploymentAndEndsItsTasks() throws Exception {
    Future<String> deployment =
        vertx.deployVerticle(
            new Reporting() {
              @Override
              protected void start() throws Exception {
                super.start();
                loop()
                    .createTask(() -> {
                      try {
                        Asyncio.sleep(Duration.ofDays(1)).await();
                      } finally {
                        trail.add("task ended");
                      }
                    });
                Asyncio.sleep(Duration.ofMillis(1)).await();
                throw new IllegalArgumentException("no configuration");
              }
            });
    assertThatThrownBy(() -> get(deployment))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("no configuration");
    trail.assertIs("task ended");
    assertThat(vertx.deploymentIDs()).isEmpty();
    assertThat(reports).isEmpty();
  }

  @Test
  void aStopThatFailsFailsTheUndeploymentAfterEverythingHasEnded() throws Exception {
    String id =
        get(
            vertx.deployVerticle(
                new Reporting() {
                  @Override
                  protected void start() throws Exception {
                    super.start();
                    loop()
                        .createTask(() -> {
                          try {
                            Asyncio.sleep(Duration.ofDays(1)).await();
                          } catch (CancelledError cancelled) {
                            trail.add("task ended");
                            throw new IllegalStateException("in its cleanup", cancelled);
                          }
                        });
                  }

                  @Override
                  protected void stop() {
                    trail.add("stop fails");
                    throw new IllegalArgumentException("cannot stop");
                  }
                }));
    assertThatThrownBy(() -> get(vertx.undeploy(id))).hasRootCauseMessage("cannot stop");
    trail.assertIs("stop fails", "task ended");
    assertThat(reports).containsExactly("a task failed while its verticle was stopped");
  }

  @Test
  void closingVertxStopsItsVerticles() throws Exception {
    Greeter greeter = new Greeter();
    get(
        vertx.deployVerticle(
            greeter, new DeploymentOptions().setConfig(new JsonObject().put("name", "Ada"))));
    get(vertx.close());
    trail.assertIs("started with Ada", "stopped", "the task has cleaned up");
    assertThat(greeter.own.isClosed()).isTrue();
  }

  @Test
  void nothingIsThereBeforeTheDeployment() {
    AsyncVerticle verticle =
        new Reporting() {
          @Override
          public String toString() {
            return loop().toString();
          }
        };
    assertThatThrownBy(verticle::toString)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not deployed");
  }
}
