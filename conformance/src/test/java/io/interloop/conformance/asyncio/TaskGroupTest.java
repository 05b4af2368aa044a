// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.interloop.CancelledError;
import io.interloop.ExceptionGroup;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Runner;
import io.interloop.asyncio.TaskGroup;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's TaskGroup does beyond what scenarios can say. */
@ExtendWith(LoopExtension.class)
class TaskGroupTest {

  @Test
  void theGroupEndsWhenItsChildrenHaveAndTheirResultsAreThere(Runner runner) throws Exception {
    List<Integer> results =
        runner.run(() -> {
          List<Task<Integer>> tasks =
              taskGroup(
                      group -> {
                        Task<Integer> slow =
                            group.createTask(() -> {
                              sleep(ofSeconds(2)).await();
                              return 2;
                            });
                        return List.of(slow, group.createTask(() -> 1));
                      })
                  .await();
          return List.of(tasks.get(0).result(), tasks.get(1).result());
        });

    assertThat(results).containsExactly(2, 1);
  }

  @Test
  void theFirstFailureCancelsTheOthersAndAllFailuresAreThrownTogether(Runner runner, Trail trail)
      throws Exception {
    IOException first = new IOException("first");
    IllegalStateException duringCleanup = new IllegalStateException("cleanup");
    IllegalArgumentException body = new IllegalArgumentException("body");
    runner.run(() -> {
      ExceptionGroup failures =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  taskGroup(
                          group -> {
                            group.createTask(() -> {
                              try {
                                sleep(ofSeconds(9)).await();
                              } finally {
                                fail(duringCleanup);
                              }
                            });
                            group.createTask(() -> fail(first));
                            try {
                              sleep(ofSeconds(9)).await();
                            } catch (CancelledError error) {
                              trail.add("body cancelled, " + currentTask().cancelling());
                              throw body;
                            }
                          })
                      .await());
      assertThat(failures).hasMessageStartingWith("unhandled errors in a TaskGroup");
      assertThat(failures.exceptions()).containsExactly(first, duringCleanup, body);
      assertThat(failures.getSuppressed()).containsExactly(first, duringCleanup, body);
      trail.add("after, " + currentTask().cancelling());
    });

    trail.assertIs("body cancelled, 1", "after, 0");
  }

  private static void fail(Exception failure) throws Exception {
    throw failure;
  }

  @Test
  void aChildThatWasCancelledIsNoFailure(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> cancelled =
          taskGroup(
                  group -> {
                    Task<?> child = group.createTask(() -> sleep(ofSeconds(9)).await());
                    sleep(ZERO).await();
                    child.cancel();
                    return child;
                  })
              .await();
      assertThat(cancelled.cancelled()).isTrue();
    });
  }

  @Test
  void cancellingTheParentCancelsTheChildrenAndWaitsForThem(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> parent =
          createTask(() ->
              taskGroup(
                      group -> {
                        group.createTask(() -> {
                          try {
                            sleep(ofSeconds(9)).await();
                          } finally {
                            sleep(ofSeconds(1)).await();
                            trail.add("child cleaned up");
                          }
                        });
                      })
                  .await());
      sleep(ZERO).await();
      sleep(ZERO).await();
      parent.cancel("enough");
      assertThatThrownBy(parent::await).isInstanceOf(CancelledError.class).hasMessage("enough");
    });

    trail.assertIs("child cleaned up");
  }

  @Test
  void cancelEndsTheGroupWithoutAnException(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      taskGroup(
              group -> {
                group.createTask(() -> {
                  try {
                    sleep(ofSeconds(9)).await();
                  } finally {
                    trail.add("child ends");
                  }
                });
                sleep(ZERO).await();
                group.cancel();
                group.cancel();
                sleep(ofSeconds(9)).await();
                trail.add("not reached");
              })
          .await();
      trail.add("after, " + currentTask().cancelling());
    });

    trail.assertIs("child ends", "after, 0");
  }

  @Test
  void cancelBeforeTheGroupIsEnteredTakesEffectOnEntry(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      TaskGroup group = new TaskGroup();
      group.cancel();
      Object nothing =
          group
              .run(entered -> {
                trail.add("body begins");
                sleep(ZERO).await();
                trail.add("not reached");
                return "result";
              })
              .await();
      assertThat(nothing).isNull();
      group.cancel();
    });

    trail.assertIs("body begins");
  }

  @Test
  void anOutsideCancellationIsNotLostInACancelledGroup(Runner runner) throws Exception {
    runner.run(() -> {
      TaskGroup group = new TaskGroup();
      Task<?> parent =
          createTask(() ->
              group
                  .run(entered -> {
                    entered.createTask(() -> sleep(ofSeconds(9)).await());
                    sleep(ofSeconds(9)).await();
                    return 1;
                  })
                  .await());
      sleep(ZERO).await();
      sleep(ZERO).await();
      group.cancel();
      parent.cancel("outside");
      assertThatThrownBy(parent::await).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void anEagerChildThatCancelsItsGroupIsCancelledToo(Runner runner, Trail trail) throws Exception {
    runner.run(() ->
        taskGroup(
                group -> {
                  group.createTask(
                      TaskOptions.DEFAULT.eager(),
                      () -> {
                        group.cancel();
                        try {
                          sleep(ofSeconds(9)).await();
                        } finally {
                          trail.add("ends");
                        }
                      });
                })
            .await());

    trail.assertIs("ends");
  }

  @Test
  void childrenAreRefusedOutsideTheGroupsLife(Runner runner) throws Exception {
    runner.run(() -> {
      TaskGroup group = new TaskGroup();
      assertThatThrownBy(() -> group.createTask(() -> 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has not been entered");
      group.run(entered -> 1).await();
      assertThatThrownBy(() -> group.createTask(() -> 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is finished");
      assertThatThrownBy(() -> group.run(entered -> 1).await())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has already been entered");
      TaskGroup aborted = new TaskGroup();
      aborted
          .run(entered -> {
            entered.cancel();
            assertThatThrownBy(() -> entered.createTask(() -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is shutting down");
            return 1;
          })
          .await();
    });
  }

  @Test
  void aChildMaySpawnSiblingsWhileTheGroupWaits(Runner runner, Trail trail) throws Exception {
    runner.run(() ->
        taskGroup(
                group -> {
                  group.createTask(() -> {
                    sleep(ofSeconds(1)).await();
                    group.createTask(() -> trail.add("sibling"));
                  });
                })
            .await());

    trail.assertIs("sibling");
  }

  @Test
  void aFailureOfTheBodyCancelsTheChildren(Runner runner, Trail trail) throws Exception {
    IOException failure = new IOException("body");
    runner.run(() ->
        assertThatThrownBy(() ->
                taskGroup(
                        group -> {
                          group.createTask(() -> {
                            try {
                              sleep(ofSeconds(9)).await();
                            } finally {
                              trail.add("child cancelled");
                            }
                          });
                          sleep(ZERO).await();
                          fail(failure);
                        })
                    .await())
            .isInstanceOfSatisfying(
                ExceptionGroup.class,
                group -> assertThat(group.exceptions()).containsExactly(failure)));

    trail.assertIs("child cancelled");
  }

  @Test
  void anOutsideCancellationBesideAFailureComesAtTheNextSuspension(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> parent =
          createTask(() -> {
            try {
              taskGroup(
                      group -> {
                        group.createTask(() -> {
                          try {
                            sleep(ofSeconds(9)).await();
                          } finally {
                            fail(new IOException("in the cleanup"));
                          }
                        });
                      })
                  .await();
            } catch (ExceptionGroup failures) {
              trail.add("failures, " + currentTask().cancelling());
            }
            sleep(ZERO).await();
            trail.add("not reached");
          });
      sleep(ZERO).await();
      sleep(ZERO).await();
      parent.cancel();
      assertThatThrownBy(parent::await).isInstanceOf(CancelledError.class);
    });

    trail.assertIs("failures, 1");
  }

  @Test
  void aBodyThatSwallowsTheCancellationDoesNotSaveTheGroup(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      assertThatThrownBy(() ->
              taskGroup(
                      group -> {
                        group.createTask(() -> fail(new IOException("child")));
                        try {
                          sleep(ofSeconds(9)).await();
                        } catch (CancelledError swallowed) {
                          trail.add("swallowed");
                        }
                        assertThatThrownBy(() -> group.createTask(() -> 1))
                            .hasMessageContaining("is shutting down");
                        sleep(ofSeconds(1)).await();
                        trail.add("went on");
                      })
                  .await())
          .isInstanceOf(ExceptionGroup.class);
    });

    trail.assertIs("swallowed", "went on");
  }

  @Test
  void aBodyThatIsOneExpressionNamesTheTypeOfItsParameter(Runner runner) throws Exception {
    int result = runner.run(taskGroup((TaskGroup group) -> group.createTask(() -> 3).await()));
    assertThat(result).isEqualTo(3);
  }
}
