// SPDX-License-Identifier: Apache-2.0
package io.interloop.contextpropagation;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.AsyncStream;
import io.interloop.Context;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.Trail;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

/** SLF4J's MDC follows tasks and callbacks, as context variables do. */
@ExtendWith(LoopExtension.class)
class MdcTest {

  @BeforeEach
  @AfterEach
  void clearTheMdc() {
    MDC.clear();
  }

  private static void tick() throws Exception {
    sleep(Duration.ofMillis(1)).await();
  }

  @Test
  void whatATaskPutsSurvivesItsAwaits(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      MDC.put("user", "ada");
      tick();
      trail.add(MDC.get("user"));
      MDC.put("user", "grace");
      tick();
      trail.add(MDC.get("user"));
      MDC.remove("user");
      tick();
      trail.add("" + MDC.get("user"));
    });
    trail.assertIs("ada", "grace", "null");
  }

  @Test
  void twoTasksThatTakeTurnsDoNotSeeOneAnothersMdc(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      gather(() -> putsAndReads("ada", trail), () -> putsAndReads("grace", trail)).await();
      trail.add("" + MDC.get("user"));
    });
    trail.assertIs(
        "null, ada", "null, grace", "ada, ada!", "grace, grace!", "ada!", "grace!", "null");
  }

  private static String putsAndReads(String user, Trail trail) throws Exception {
    String before = MDC.get("user");
    MDC.put("user", user);
    trail.add(before + ", " + MDC.get("user"));
    tick();
    before = MDC.get("user");
    MDC.put("user", user + "!");
    trail.add(before + ", " + MDC.get("user"));
    tick();
    trail.add(MDC.get("user"));
    return user;
  }

  @Test
  void aTaskStartsWithItsCreatorsMdc(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      MDC.put("user", "ada");
      Task<Void> task =
          createTask(() -> {
            trail.add(MDC.get("user"));
            MDC.put("user", "task");
          });
      MDC.put("user", "grace");
      task.await();
      trail.add(MDC.get("user"));
    });
    trail.assertIs("ada", "grace");
  }

  @Test
  void anEagerTaskStartsWithItsCreatorsMdcAndLeavesItAlone(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      MDC.put("user", "ada");
      Task<Void> task =
          createTask(
              TaskOptions.DEFAULT.eager(),
              () -> {
                trail.add("task: " + MDC.get("user"));
                MDC.put("user", "task");
                tick();
                trail.add("task: " + MDC.get("user"));
              });
      trail.add(MDC.get("user"));
      task.await();
      trail.add(MDC.get("user"));
    });
    trail.assertIs("task: ada", "ada", "task: task", "ada");
  }

  @Test
  void callbacksHaveTheMdcOfWhoScheduledThem(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Promise<String> promise = loop.createPromise();
      MDC.put("user", "soon");
      loop.callSoon(() -> trail.add(MDC.get("user")));
      MDC.put("user", "later");
      loop.callLater(Duration.ofMillis(1), () -> trail.add(MDC.get("user")));
      MDC.put("user", "done");
      promise.addDoneCallback(done -> trail.add(MDC.get("user")));
      MDC.put("user", "empty");
      loop.callSoon(new Context(), () -> trail.add("" + MDC.get("user")));
      MDC.put("user", "others");
      promise.setResult("");
      tick();
    });
    trail.assertIs("soon", "null", "done", "later");
  }

  @Test
  void aSuspendedTasksThreadHasTheMdcOfTheCallbackItRuns(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      MDC.put("user", "ada");
      loop.callSoon(
          new Context(),
          () -> {
            trail.add("" + MDC.get("user"));
            MDC.put("user", "callback");
          });
      tick();
      trail.add(MDC.get("user"));
    });
    trail.assertIs("null", "ada");
  }

  @Test
  void theExceptionHandlerHasTheMdcOfWhatFailed(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    loop.setExceptionHandler((where, report) -> trail.add(MDC.get("user")));
    runner.run(() -> {
      MDC.put("user", "callback");
      loop.callSoon(() -> {
        MDC.put("user", "failed callback");
        throw new IllegalStateException("expected");
      });
      MDC.put("user", "others");
      tick();
    });
    trail.assertIs("failed callback");
  }

  @Test
  void theLoopStartsWithItsCallersMdcAndGivesItBack(Trail trail) throws Exception {
    MDC.put("user", "caller");
    Asyncio.run(() -> {
      trail.add(MDC.get("user"));
      MDC.put("user", "ada");
      tick();
      trail.add(MDC.get("user"));
    });
    trail.add(MDC.get("user"));
    trail.assertIs("caller", "ada", "caller");
  }

  @Test
  void aGeneratorsBodyHasTheMdcOfTheTaskThatReads(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      MDC.put("user", "ada");
      AsyncStream<String> stream =
          Asyncio.generator(items -> {
            items.yield(MDC.get("user"));
            tick();
            items.yield(MDC.get("user"));
            MDC.put("user", "generator");
          });
      Iterator<String> items = stream.iterator();
      trail.add(items.next());
      MDC.put("user", "grace");
      trail.add(items.next());
      trail.add("more: " + items.hasNext());
      trail.add(MDC.get("user"));
    });
    trail.assertIs("ada", "grace", "more: false", "generator");
  }

  @Test
  void anotherThreadHasTheMdcOfTheTaskAndKeepsItsOwn(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      MDC.put("user", "ada");
      trail.add(
          Asyncio.toThread(
                  () -> {
                    String seen = MDC.get("user");
                    MDC.put("user", "thread");
                    return seen;
                  })
              .await());
      trail.add(MDC.get("user"));
      trail.add("" + loop.<String>runInExecutor(null, () -> MDC.get("user")).await());
    });
    trail.assertIs("ada", "ada", "null");
  }

  @Test
  void aCoroutineFromAnotherThreadHasThatThreadsMdc() throws Exception {
    try (LoopThread thread = new LoopThread()) {
      MDC.put("user", "ada");
      Future<String> future =
          Asyncio.runCoroutineThreadsafe(
              () -> {
                tick();
                return MDC.get("user");
              },
              thread.loop());
      assertThat(future.get()).isEqualTo("ada");
      assertThat(thread.<Boolean>call(() -> MDC.get("user") == null)).isFalse();
      MDC.clear();
      assertThat(thread.<Boolean>call(() -> MDC.get("user") == null)).isTrue();
    }
  }

  @Test
  void runningInAContextHasItsMdc(Trail trail) throws Exception {
    Context context = new Context();
    MDC.put("user", "thread");
    context.run(() -> {
      trail.add("" + MDC.get("user"));
      MDC.put("user", "context");
      return "";
    });
    trail.add(MDC.get("user"));
    trail.add(context.copy().run(() -> MDC.get("user")));
    trail.assertIs("null", "thread", "context");
  }
}
