// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.allTasks;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.eagerTaskFactory;
import static io.interloop.asyncio.Asyncio.ensureFuture;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskFactory;
import io.interloop.TaskOptions;
import io.interloop.asyncio.EngineKind;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** What asyncio's Task does beyond what scenarios can say. */
@ExtendWith(LoopExtension.class)
class TaskTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

  @Test
  void aTaskHasANumberedNameUnlessItIsGivenOne(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> numbered = createTask(() -> {});
      Task<?> named = createTask(TaskOptions.named("worker"), () -> {});
      assertThat(numbered.getName()).matches("Task-\\d+");
      assertThat(named.getName()).isEqualTo("worker");
      named.setName("renamed");
      assertThat(named.getName()).isEqualTo("renamed");
      assertThat(named.toString()).contains("renamed", "pending");
    });
  }

  @Test
  void aTaskRunsInACopyOfItsCreatorsContext(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      VAR.set("creator");
      Task<?> task =
          createTask(() -> {
            trail.add(VAR.get());
            VAR.set("task");
            sleep(ZERO).await();
            trail.add(VAR.get());
          });
      VAR.set("creator, later");
      task.await();
      trail.add(VAR.get());
    });

    trail.assertIs("creator", "task", "creator, later");
  }

  @Test
  void tasksMayShareAContextThatIsGiven(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Context shared = new Context();
      TaskOptions options = TaskOptions.DEFAULT.withContext(shared);
      createTask(options, () -> VAR.set("from the first")).await();
      createTask(options, () -> trail.add(VAR.get())).await();
      trail.add(VAR.get());
    });

    trail.assertIs("from the first", "default");
  }

  @Test
  void currentTaskIsTheRunningOneAndNoneInACallback(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> main = currentTask();
      Task<?> other = createTask(() -> trail.add("in a task: " + (currentTask() != main)));
      EventLoop.running().callSoon(() -> trail.add("in a callback: " + currentTask()));
      other.await();
      trail.add("back: " + (currentTask() == main));
    });

    trail.assertIs("in a task: true", "in a callback: null", "back: true");
    assertThat(currentTask()).isNull();
  }

  @Test
  void allTasksAreThoseThatAreNotDoneInTheOrderOfCreation(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> first = createTask(TaskOptions.named("first"), () -> sleep(ofSeconds(1)).await());
      Task<?> second = createTask(TaskOptions.named("second"), () -> {});
      assertThat(allTasks()).containsExactly(currentTask(), first, second);
      second.await();
      assertThat(allTasks()).containsExactly(currentTask(), first);
    });
  }

  @Test
  void aCancelledTaskThatHasNotStartedNeverStarts(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              trail.add("started");
            } finally {
              trail.add("cleaned up");
            }
          });
      task.cancel("never mind");
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("never mind");
      assertThat(task.cancelled()).isTrue();
    });

    trail.assertIs();
  }

  @Test
  void cancellingTellsMyCancellationFromThatOfWhatIAwait(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> awaited = EventLoop.running().createPromise();
      Task<?> task =
          createTask(() -> {
            try {
              awaited.await();
            } catch (CancelledError error) {
              trail.add("cancelling " + currentTask().cancelling());
            }
            try {
              sleep(ofSeconds(1)).await();
            } catch (CancelledError error) {
              trail.add("cancelling " + currentTask().cancelling());
              trail.add("uncancel " + currentTask().uncancel());
            }
            trail.add("goes on");
          });
      sleep(ZERO).await();
      awaited.cancel();
      sleep(ZERO).await();
      task.cancel();
      task.await();
    });

    trail.assertIs("cancelling 0", "cancelling 1", "uncancel 0", "goes on");
  }

  @Test
  void catchingExceptionDoesNotSwallowACancellation(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              sleep(ofSeconds(1)).await();
            } catch (Exception swallowed) {
              trail.add("swallowed");
            } finally {
              trail.add("cleaned up");
            }
          });
      sleep(ZERO).await();
      task.cancel();
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
    });

    trail.assertIs("cleaned up");
  }

  @Test
  void theFirstRetrievalThrowsTheErrorThatEndedTheCoroutine(Runner runner) throws Exception {
    runner.run(() -> {
      CancelledError own = new CancelledError("mine");
      Task<?> task =
          createTask(() -> {
            throw own;
          });
      assertThatThrownBy(task::await).isSameAs(own);
      assertThatThrownBy(task::result)
          .isInstanceOf(CancelledError.class)
          .isNotSameAs(own)
          .hasMessage(null);
    });
  }

  @Test
  void aCheckedExceptionArrivesUnwrapped(Runner runner) throws Exception {
    IOException failure = new IOException("checked");
    Awaitable<Integer> failing =
        () -> {
          throw failure;
        };

    assertThatThrownBy(() -> runner.run(failing)).isSameAs(failure);
    assertThatThrownBy(() -> runner.run(() -> createTask(failing).await())).isSameAs(failure);
  }

  @Test
  void anEagerTaskRunsUpToItsFirstSuspensionInsideTheCall(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> main = currentTask();
      VAR.set("creator");
      Task<Integer> task =
          createTask(
              TaskOptions.DEFAULT.eager(),
              () -> {
                trail.add("eager step, own task: " + (currentTask() != main));
                VAR.set("eager");
                sleep(ZERO).await();
                trail.add("second step " + VAR.get());
                return 1;
              });
      trail.add("created, " + VAR.get() + ", " + (currentTask() == main));
      task.await();
    });

    trail.assertIs("eager step, own task: true", "created, creator, true", "second step eager");
  }

  @Test
  void anEagerTaskThatDoesNotSuspendIsDoneWhenItIsReturned(Runner runner, Reports reports)
      throws Exception {
    runner.run(() -> {
      Task<Integer> done = createTask(TaskOptions.DEFAULT.eager(), () -> 1);
      assertThat(done.done()).isTrue();
      assertThat(done.getCoro()).isNull();
      assertThat(done.result()).isEqualTo(1);
      assertThat(allTasks()).doesNotContain(done);
      Task<?> failed =
          createTask(
              TaskOptions.DEFAULT.eager(),
              () -> {
                throw new IOException("stored, not thrown");
              });
      assertThat(failed.exception()).hasMessage("stored, not thrown");
    });
  }

  @Test
  void anEagerTaskCannotEnterTheContextItsCreatorRunsIn(Runner runner) throws Exception {
    runner.run(() -> {
      TaskOptions here = TaskOptions.DEFAULT.eager().withContext(Context.current());
      assertThatThrownBy(() -> createTask(here, () -> 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot enter context");
      assertThat(allTasks()).containsExactly(currentTask());
    });
  }

  @Test
  void theEagerTaskFactoryMakesEveryTaskEagerUnlessItSaysOtherwise(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      EventLoop.running().setTaskFactory(eagerTaskFactory());
      createTask(() -> trail.add("eager"));
      Task<?> soon =
          createTask(
              TaskOptions.DEFAULT.withStart(TaskOptions.Start.SOON), () -> trail.add("soon"));
      trail.add("created");
      soon.await();
    });

    trail.assertIs("eager", "created", "soon");
  }

  @Test
  void aTaskFactoryMakesEveryTask(Runner runner, Trail trail) throws Exception {
    TaskFactory counting =
        new TaskFactory() {
          @Override
          public <T> Task<T> create(EventLoop loop, Awaitable<T> coroutine, TaskOptions options) {
            trail.add("made " + options.name());
            return loop.newTask(coroutine, options.withName("counted"));
          }
        };
    runner.run(() -> {
      EventLoop.running().setTaskFactory(counting);
      assertThat(EventLoop.running().getTaskFactory()).isSameAs(counting);
      assertThat(createTask(TaskOptions.named("a"), () -> {}).getName()).isEqualTo("counted");
      EventLoop.running().setTaskFactory(null);
      assertThat(createTask(TaskOptions.named("b"), () -> {}).getName()).isEqualTo("b");
    });

    trail.assertIs("made a");
  }

  @Test
  void aTaskThatIsLeftPendingIsReportedAndUnwoundWhenTheLoopCloses(
      EventLoop loop, Reports reports, Trail trail) throws Exception {
    loop.runUntilComplete(() -> {
      createTask(
          TaskOptions.named("left"),
          () -> {
            try {
              sleep(ofSeconds(1)).await();
            } finally {
              trail.add("unwound");
            }
          });
      sleep(ZERO).await();
      return null;
    });
    loop.close();

    trail.assertIs("unwound");
    assertThat(reports.takeMessages()).containsExactly("Task was destroyed but it is pending!");
  }

  @Test
  @DisabledIfSystemProperty(
      named = EngineKind.PROPERTY,
      matches = "mounted",
      disabledReason = "there the coroutine's thread is the loop's, whose interrupt cancels main")
  void anInterruptOfACoroutinesThreadDoesNotDisturbTheLoop(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> interrupting =
          createTask(() -> {
            Thread.currentThread().interrupt();
            sleep(ofSeconds(1)).await();
            trail.add("own flag: " + Thread.interrupted());
            Thread.currentThread().interrupt();
          });
      interrupting.await();
      createTask(() -> trail.add("next task's flag: " + Thread.interrupted())).await();
    });

    trail.assertIs("own flag: true", "next task's flag: false");
  }

  @Test
  void ensureFutureLeavesAFutureAndMakesATaskOfACoroutine(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<Integer> promise = EventLoop.running().createPromise();
      assertThat(ensureFuture(promise)).isSameAs(promise);
      Future<Integer> task = ensureFuture(() -> 1);
      assertThat(task).isInstanceOf(Task.class);
      assertThat(task.await()).isEqualTo(1);
    });
  }

  @Test
  void aRequestGoesDownTheChainAndTheErrorComesUp(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<Integer> leaf = EventLoop.running().createPromise();
      Task<?> inner = createTask(() -> watch("inner", leaf, trail));
      Task<?> outer = createTask(() -> watch("outer", inner, trail));
      sleep(ZERO).await();
      sleep(ZERO).await();
      outer.cancel("enough");
      trail.add("leaf cancelled: " + leaf.cancelled() + ", inner done: " + inner.done());
      assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class).hasMessage("enough");
    });

    trail.assertIs(
        "leaf cancelled: true, inner done: false", "inner, enough, 1", "outer, enough, 1");
  }

  private static void watch(String name, Awaitable<?> awaited, Trail trail) throws Exception {
    try {
      awaited.await();
    } catch (CancelledError error) {
      trail.add(name + ", " + error.getMessage() + ", " + currentTask().cancelling());
      throw error;
    }
  }

  @Test
  void aCancellationReplacesAResultThatIsThere(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> awaited = EventLoop.running().createPromise();
      Task<?> task = createTask(() -> trail.add("got " + awaited.await()));
      sleep(ZERO).await();
      awaited.setResult("lost");
      trail.add("accepted: " + task.cancel("too late"));
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("too late");
    });

    trail.assertIs("accepted: true");
  }

  @Test
  void aTaskThatCancelsItselfSeesItAtItsNextSuspension(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> done = EventLoop.running().createPromise();
      done.setResult("done");
      Task<?> task =
          createTask(() -> {
            currentTask().cancel("own");
            trail.add(done.await());
            try {
              sleep(ZERO).await();
            } catch (CancelledError error) {
              trail.add("thrown: " + error.getMessage());
            }
          });
      task.await();
    });

    trail.assertIs("done", "thrown: own");
  }

  @Test
  void aTaskThatCancelsItselfAndDoesNotSuspendAgainIsCancelledUnlessItFails(Runner runner)
      throws Exception {
    IOException failure = new IOException("stands");
    runner.run(() -> {
      Task<Integer> returns =
          createTask(() -> {
            currentTask().cancel("own");
            return 1;
          });
      assertThatThrownBy(returns::await).isInstanceOf(CancelledError.class).hasMessage("own");
      Awaitable<Integer> failing =
          () -> {
            currentTask().cancel();
            throw failure;
          };
      assertThatThrownBy(createTask(failing)::await).isSameAs(failure);
    });
  }

  @Test
  void requestsBeforeTheDeliveryAreOneErrorWithTheFirstMessage(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              sleep(ofSeconds(1)).await();
            } catch (CancelledError error) {
              trail.add(error.getMessage() + ", " + currentTask().cancelling());
            }
            sleep(ofSeconds(1)).await();
            trail.add("no second one");
          });
      sleep(ZERO).await();
      // The first cancels what the task sleeps on; the second finds that done.
      assertThat(task.cancel("first")).isTrue();
      assertThat(task.cancel("second")).isTrue();
      task.await();
    });

    trail.assertIs("first, 2", "no second one");
  }

  @Test
  void aRequestTakenBackBeforeItsDeliveryLeavesNoTrace(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      currentTask().cancel();
      trail.add("left " + currentTask().uncancel());
      sleep(ZERO).await();
      trail.add("goes on");
    });

    trail.assertIs("left 0", "goes on");
  }

  @Test
  void aSecondRequestInterruptsTheCleanup(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> task =
          createTask(() -> {
            try {
              sleep(ofSeconds(1)).await();
            } finally {
              trail.add("cleanup begins");
              sleep(ofSeconds(1)).await();
              trail.add("not reached");
            }
          });
      sleep(ZERO).await();
      task.cancel("first");
      sleep(ZERO).await();
      task.cancel("second");
      assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("second");
    });

    trail.assertIs("cleanup begins");
  }

  @Test
  void anEagerTaskOfALoopThatDoesNotRunStartsWithTheLoop(EventLoop loop, Trail trail)
      throws Exception {
    Task<?> task = loop.createTask(TaskOptions.DEFAULT.eager(), () -> trail.add("first step"));
    trail.add("created");
    loop.runUntilComplete(task);

    trail.assertIs("created", "first step");
  }

  @Test
  void anEagerTaskThatCancelsItselfAndReturnsIsCancelled(Runner runner) throws Exception {
    runner.run(() -> {
      Task<?> task = createTask(TaskOptions.DEFAULT.eager(), () -> currentTask().cancel("own"));
      assertThat(task.cancelled()).isTrue();
      assertThat(currentTask().cancelling()).isZero();
    });
  }

  @Test
  void anEagerTaskMayCancelItsCreator(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Task<?> creator = currentTask();
      createTask(TaskOptions.DEFAULT.eager(), () -> creator.cancel("by the child"));
      trail.add("created");
      try {
        sleep(ZERO).await();
      } catch (CancelledError error) {
        trail.add(error.getMessage());
        creator.uncancel();
      }
    });

    trail.assertIs("created", "by the child");
  }
}
