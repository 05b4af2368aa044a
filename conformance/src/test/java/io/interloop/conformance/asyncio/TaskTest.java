// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.allTasks;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.ensureFuture;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.interloop.Awaitable;
import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskFactory;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopGroup;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.io.IOException;
import org.junit.jupiter.api.Test;
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
  void aLoopThatDoesNotRunMayBeAskedForItsTasksFromAnywhere(EventLoop loop) throws Exception {
    Task<?> waiting = loop.createTask(() -> loop.createPromise().await());
    assertThat(Asyncio.allTasks(loop)).containsExactly(waiting);
    assertThat(Asyncio.currentTask(loop)).isNull();
    loop.runUntilComplete(() -> {
      assertThat(Asyncio.currentTask(loop)).isSameAs(currentTask()).isNotNull();
      assertThat(Asyncio.allTasks(loop)).containsExactly(waiting, currentTask());
      waiting.cancel();
      return null;
    });
  }

  @Test
  void aLoopThatRunsInAnotherThreadTellsNothingOfItsTasks() {
    try (LoopGroup group = LoopGroup.open(1)) {
      EventLoop other = group.next();
      assertThatThrownBy(() -> Asyncio.currentTask(other))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Non-thread-safe");
      assertThatThrownBy(() -> Asyncio.allTasks(other)).isInstanceOf(IllegalStateException.class);
      int tasks = group.submit(() -> Asyncio.allTasks(other).size()).join();
      assertThat(tasks).isEqualTo(1);
    }
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
  void anInterruptOfACoroutinesThreadDoesNotDisturbTheLoop(Runner runner, Trail trail)
      throws Exception {
    // With the mounted engine it is the loop's thread, whose interrupt cancels the main task.
    Thread coroutines = runner.run(() -> Thread.currentThread());
    assumeThat(coroutines).isNotSameAs(Thread.currentThread());
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
}
