// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.interloop.AsyncFunction;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.ExceptionGroup;
import io.interloop.Task;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.TaskGroup;
import io.interloop.spi.Cardinality;
import io.interloop.spi.Traits;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.disposables.Disposable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscription;

/** A task group adopts work of every type that is known. */
@ExtendWith(LoopExtension.class)
class AdoptionTest {

  static Stream<Specimen<?>> all() {
    return Specimen.all().stream();
  }

  static Stream<Specimen<?>> cancellable() {
    return all().filter(specimen -> specimen.described().traits().cancellable());
  }

  private static void someTicks() throws Exception {
    for (int tick = 0; tick < 20; tick++) {
      sleep(Duration.ZERO).await();
    }
  }

  private static Awaitable<Object> group(AsyncFunction<TaskGroup, Object> body) {
    return taskGroup(body);
  }

  // ---- work that ends

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theGroupWaitsForTheWorkAndTheTaskHasItsValue(
      Specimen<?> specimen, Runner runner, Trail trail) throws Exception {
    Traits traits = specimen.described().traits();
    runner.run(() -> {
      Work work = new Work(trail);
      EventLoop.running()
          .createTask(() -> {
            someTicks();
            trail.add("work ends");
            work.end(Work.Ending.of("a"));
          });
      Object task =
          group(
                  adopting -> {
                    Task<Object> child = adopting.adopt(specimen.make(work));
                    return child;
                  })
              .await();
      trail.add("value " + ((Task<?>) task).result());
    });

    boolean one =
        traits.cardinality() == Cardinality.ONE || traits.cardinality() == Cardinality.OPTIONAL;
    trail.assertIs("work ends", one ? "value a" : "value null");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aFailureOfTheWorkCancelsTheSiblings(Specimen<?> specimen, Runner runner, Trail trail)
      throws Exception {
    IOException boom = new IOException("boom");
    runner.run(() -> {
      Work work = new Work(trail);
      Throwable thrown =
          catchThrowable(() ->
              group(
                      adopting -> {
                        adopting.adopt(specimen.make(work));
                        adopting.createTask(() -> {
                          try {
                            sleep(Duration.ofHours(1)).await();
                          } catch (CancelledError error) {
                            trail.add("sibling cancelled");
                            throw error;
                          }
                        });
                        someTicks();
                        work.end(Work.Ending.failure(boom));
                        return sleep(Duration.ofHours(1)).await();
                      })
                  .await());

      assertThat(thrown).isInstanceOf(ExceptionGroup.class);
      assertThat(((ExceptionGroup) thrown).exceptions()).isEqualTo(List.of(boom));
    });

    trail.assertIs("sibling cancelled");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cancellable")
  void aFailureInTheGroupCancelsTheWorkBeforeTheGroupEnds(
      Specimen<?> specimen, Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Work work = new Work(trail);
      Throwable thrown =
          catchThrowable(() ->
              group(
                      adopting -> {
                        adopting.adopt(specimen.make(work));
                        someTicks();
                        throw new IOException("boom");
                      })
                  .await());
      trail.add("group ended");

      assertThat(thrown).isInstanceOf(ExceptionGroup.class);
      assertThat(work.runs()).isFalse();
      work.end(Work.Ending.cancelled());
    });

    trail.assertIs("source cancelled", "group ended");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cancellable")
  void aFailureInTheSameTickCancelsTheWorkToo(Specimen<?> specimen, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Work work = new Work(trail);
      Throwable unused =
          catchThrowable(() ->
              group(
                      adopting -> {
                        adopting.adopt(specimen.make(work));
                        throw new IOException("boom");
                      })
                  .await());
      trail.add("group ended");

      assertThat(work.runs()).isFalse();
      work.end(Work.Ending.cancelled());
    });

    trail.assertIs("source cancelled", "group ended");
  }

  @Test
  void workThatCannotBeCancelledIsLeftToItselfAndItsFailureIsReported(
      Runner runner, LoopExtension.Reports reports) throws Exception {
    runner.run(() -> {
      io.vertx.core.Promise<String> promise = io.vertx.core.Promise.promise();
      Throwable unused =
          catchThrowable(() ->
              group(
                      adopting -> {
                        adopting.adopt(promise.future());
                        throw new IOException("boom");
                      })
                  .await());
      promise.fail(new IOException("late"));
    });

    assertThat(reports.takeMessages())
        .containsExactly("the Vert.x future failed after the future that awaited it was done");
  }

  @Test
  void aTaskOfTheLoopBecomesAChildItself(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> task = EventLoop.running().createTask(() -> sleep(Duration.ofHours(1)).await());
      Throwable unused =
          catchThrowable(() ->
              group(
                      adopting -> {
                        assertThat((Object) adopting.adopt(task)).isSameAs(task);
                        throw new IOException("boom");
                      })
                  .await());

      assertThat(task.cancelled()).isTrue();
    });
  }

  @Test
  void whatComesTooLateToBeAdoptedIsCancelled(Runner runner) throws Exception {
    runner.run(() -> {
      TaskGroup[] ended = new TaskGroup[1];
      group(adopting -> ended[0] = adopting).await();
      CompletableFuture<String> future = new CompletableFuture<>();
      CompletableFuture<String> disposed = new CompletableFuture<>();

      assertThatIllegalStateException().isThrownBy(() -> ended[0].adopt(future));
      assertThatIllegalStateException()
          .isThrownBy(() -> ended[0].adopt(Disposable.fromFuture(disposed)));
      someTicks();
      assertThat(future).isCancelled();
      assertThat(disposed).isCancelled();
    });
  }

  @Test
  void whatIsNotKnownIsRefused(Runner runner) throws Exception {
    runner.run(() -> {
      var unused =
          group(
                  adopting -> {
                    assertThatIllegalArgumentException()
                        .isThrownBy(() -> adopting.adopt("a string"))
                        .withMessageStartingWith(
                            "cannot convert java.lang.String, which no adapter here knows");
                    return null;
                  })
              .await();
    });
  }

  // ---- handles

  /** Makes handles that run some code when they are cancelled. */
  static Stream<Named<Function<Runnable, Object>>> handles() {
    return Stream.of(
        Named.of("Flow.Subscription", AdoptionTest::subscription),
        Named.of(
            "Subscription",
            cancel ->
                new Subscription() {
                  @Override
                  public void request(long count) {}

                  @Override
                  public void cancel() {
                    cancel.run();
                  }
                }),
        Named.of("RxJava's Disposable", Disposable::fromRunnable),
        Named.of("Reactor's Disposable", cancel -> (reactor.core.Disposable) cancel::run));
  }

  private static Object subscription(Runnable cancel) {
    return new Flow.Subscription() {
      @Override
      public void request(long count) {}

      @Override
      public void cancel() {
        cancel.run();
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handles")
  void aHandleStaysWhileTheGroupRunsAndIsCancelledAtItsEnd(
      Function<Runnable, Object> handle, Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      var unused =
          group(
                  adopting -> {
                    adopting.adopt(handle.apply(() -> trail.add("first cancelled")));
                    adopting.adopt(handle.apply(() -> trail.add("second cancelled")));
                    adopting.createTask(() -> {
                      sleep(Duration.ofHours(1)).await();
                      trail.add("child ended");
                    });
                    trail.add("body ended");
                    return null;
                  })
              .await();
      trail.add("group ended");
    });

    trail.assertIs(
        "body ended", "child ended", "second cancelled", "first cancelled", "group ended");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handles")
  void aHandleIsCancelledWhenTheGroupFails(
      Function<Runnable, Object> handle, Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Throwable unused =
          catchThrowable(() ->
              group(
                      adopting -> {
                        adopting.adopt(handle.apply(() -> trail.add("cancelled")));
                        throw new IOException("boom");
                      })
                  .await());
      trail.add("group ended");
    });

    trail.assertIs("cancelled", "group ended");
  }

  @Test
  void cancellingTheTaskOfAHandleCancelsItAndTheGroupGoesOn(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      var unused =
          group(
                  adopting -> {
                    adopting.adopt(subscription(() -> trail.add("cancelled"))).cancel();
                    someTicks();
                    trail.add("body goes on");
                    return null;
                  })
              .await();
    });

    trail.assertIs("cancelled", "body goes on");
  }

  @Test
  void aHandleThatCannotBeCancelledIsAFailureOfTheGroup(Runner runner) throws Exception {
    IllegalStateException broken = new IllegalStateException("broken");
    runner.run(() -> {
      Throwable thrown =
          catchThrowable(() ->
              group(adopting ->
                      adopting.adopt(
                          subscription(() -> {
                            throw broken;
                          })))
                  .await());

      assertThat(((ExceptionGroup) thrown).exceptions()).isEqualTo(List.of(broken));
    });
  }

  @Test
  void aClosedLoopCancelsTheHandlesOfItsGroups(Trail trail) {
    EventLoop loop = io.interloop.asyncio.Asyncio.newEventLoop();
    loop.createTask(
        group(adopting -> {
          adopting.adopt(subscription(() -> trail.add("cancelled")));
          return sleep(Duration.ofHours(1)).await();
        }));
    loop.callSoon(() -> loop.callSoon(loop::stop));
    loop.runForever();
    loop.close();

    trail.assertIs("cancelled");
  }

  @Test
  void subscriptionsOfAPublisherAreAdoptedAsTheyCome(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Work work = new Work(trail);
      Specimen<?> publishers =
          all().filter(one -> one.type() == Flow.Publisher.class).findFirst().orElseThrow();
      var unused =
          group(
                  adopting -> {
                    ((Flow.Publisher<?>) publishers.make(work))
                        .subscribe(
                            FlowAdapters.toFlowSubscriber(
                                new reactor.core.publisher.BaseSubscriber<Object>() {
                                  @Override
                                  protected void hookOnSubscribe(Subscription subscription) {
                                    adopting.adopt(subscription);
                                  }
                                }));
                    return null;
                  })
              .await();
      trail.add("group ended");
    });

    trail.assertIs("source cancelled", "group ended");
  }
}
