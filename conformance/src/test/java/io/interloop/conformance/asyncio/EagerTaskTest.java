// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.allTasks;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.eagerTaskFactory;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.CancelledError;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that start inside the call that creates them. */
@ExtendWith(LoopExtension.class)
class EagerTaskTest {
  private static final ContextVar<String> VAR = ContextVar.withDefault("var", "default");

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
