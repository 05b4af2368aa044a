// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.timeout;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.GeneratorExit;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopExtension.Reports;
import io.interloop.testkit.Trail;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tasks that are awaited before they have begun. They begin on top of their awaiter's stack, and
 * nobody is to notice.
 */
@ExtendWith(LoopExtension.class)
class AwaitedTaskTest {

  private static <T> Task<T> named(String name, Awaitable<T> coroutine) {
    return createTask(TaskOptions.named(name), coroutine);
  }

  private static Awaitable<String> waiting(Trail trail, String name, Awaitable<?> what) {
    return () -> {
      try {
        what.await();
        return name;
      } catch (CancelledError | GeneratorExit end) {
        trail.add(name + ": " + end.getClass().getSimpleName());
        throw end;
      } finally {
        trail.add(name + " ends");
      }
    };
  }

  @Test
  void cancellingTheAwaiterCancelsTheTaskOnTopFirst(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> never = getRunningLoop().createPromise();
      Awaitable<String> inner = waiting(trail, "inner", never);
      Task<String> outer = createTask(waiting(trail, "outer", () -> createTask(inner).await()));
      getRunningLoop().callLater(ofSeconds(1), outer::cancel);
      assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
    });
    trail.assertIs("inner: CancelledError", "inner ends", "outer: CancelledError", "outer ends");
  }

  @Test
  void aTimeoutOfTheAwaiterReachesTheTaskOnTop(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Awaitable<String> inner = waiting(trail, "inner", sleep(ofSeconds(2)));
      assertThatThrownBy(timeout(ofSeconds(1), () -> createTask(inner).await())::await)
          .isInstanceOf(TimeoutException.class);
    });
    trail.assertIs("inner: CancelledError", "inner ends");
  }

  @Test
  void everyoneWhoAwaitsTheTaskGoesOn(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> gate = getRunningLoop().createPromise();
      Task<String> inner = named("inner", waiting(trail, "inner", gate));
      Task<String> first = named("first", waiting(trail, "first", inner));
      Task<String> second = named("second", waiting(trail, "second", inner));
      getRunningLoop().callLater(ofSeconds(1), () -> gate.setResult(""));
      first.await();
      second.await();
    });
    trail.assertIs("inner ends", "first ends", "second ends");
  }

  @Test
  void tasksMayAwaitEachOtherHoweverDeep(Runner runner) throws Exception {
    assertThat(runner.run(() -> depth(500))).isEqualTo(500);
  }

  private static int depth(int levels) throws Exception {
    if (levels == 0) {
      sleep(ZERO).await();
      return 0;
    }
    int deeper = createTask(() -> depth(levels - 1)).await();
    sleep(ZERO).await();
    return deeper + 1;
  }

  @Test
  void whenTheLoopClosesTheTaskOnTopIsUnwoundFirst(EventLoop loop, Trail trail, Reports reports)
      throws Exception {
    Promise<String> never = loop.createPromise();
    Awaitable<String> inner = waiting(trail, "inner", never);
    Awaitable<String> middle = waiting(trail, "middle", () -> createTask(inner).await());
    Task<String> outer = loop.createTask(waiting(trail, "outer", () -> createTask(middle).await()));
    loop.callLater(ofSeconds(1), loop::stop);
    loop.runForever();
    loop.close();

    trail.assertIs(
        "inner: GeneratorExit",
        "inner ends",
        "middle: GeneratorExit",
        "middle ends",
        "outer: GeneratorExit",
        "outer ends");
    assertThat(outer.done()).isFalse();
    assertThat(reports.takeMessages())
        .hasSize(3)
        .containsOnly("Task was destroyed but it is pending!");
  }

  private static List<String> callsOf(Task<?> task) {
    return task.getStack().stream()
        .map(StackTraceElement::getMethodName)
        .filter(method -> !method.startsWith("lambda"))
        .toList();
  }

  private static Object outerCall(Promise<String> gate, Trail trail) throws Exception {
    Task<?> outer = currentTask();
    return named(
            "inner",
            () -> {
              trail.add("outer beneath a running task: " + callsOf(outer));
              return innerCall(gate, trail);
            })
        .await();
  }

  private static Object innerCall(Promise<String> gate, Trail trail) throws Exception {
    trail.add("inner, running: " + callsOf(currentTask()));
    return gate.await();
  }

  private static Task<?> inner() {
    return getRunningLoop().allTasks().stream()
        .filter(task -> task.getName().equals("inner"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachTasksStackHasItsOwnCallsAlone(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Promise<String> gate = getRunningLoop().createPromise();
      Task<?> outer = named("outer", () -> outerCall(gate, trail));
      getRunningLoop()
          .callLater(
              ofSeconds(1),
              () -> {
                trail.add("outer: " + callsOf(outer));
                trail.add("inner: " + callsOf(inner()));
                gate.setResult("");
              });
      outer.await();
    });
    trail.assertIs(
        "outer beneath a running task: [outerCall]",
        "inner, running: [callsOf, innerCall]",
        "outer: [outerCall]",
        "inner: [innerCall]");
  }

  @Test
  void aTaskMayBeginInAGeneratorAndReadOne(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      AsyncStream<String> inner =
          generator(out -> {
            sleep(ZERO).await();
            out.yield("a");
            sleep(ZERO).await();
            out.yield("b");
          });
      AsyncStream<String> outer =
          generator(out -> {
            Task<String> reader =
                createTask(() -> {
                  StringBuilder read = new StringBuilder();
                  for (String item : inner) {
                    read.append(item);
                  }
                  return read.toString();
                });
            out.yield(reader.await());
          });
      for (String item : outer) {
        trail.add(item);
      }
    });
    trail.assertIs("ab");
  }

  @Test
  void anInterruptOfTheTaskOnTopIsNotItsAwaiters(EventLoop loop) throws Exception {
    boolean interrupted =
        loop.runUntilComplete(() -> {
          createTask(() -> Thread.currentThread().interrupt()).await();
          return Thread.currentThread().isInterrupted();
        });
    assertThat(interrupted).isFalse();
  }
}
