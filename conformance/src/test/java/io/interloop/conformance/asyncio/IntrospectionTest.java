// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.captureCallGraph;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.shield;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.CallGraph;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.ReturnWhen;
import io.interloop.asyncio.Runner;
import io.interloop.spi.Backend;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who waits for whom, where, and what takes too long. */
@ExtendWith(LoopExtension.class)
class IntrospectionTest {

  private static List<String> waitersOf(CallGraph graph) {
    return graph.awaitedBy().stream().map(waiter -> ((Task<?>) waiter.future()).getName()).toList();
  }

  private static Task<Object> waiting(String name, Awaitable<?> awaited) {
    return createTask(TaskOptions.named(name), awaited::await);
  }

  @Test
  void theGraphShowsWhoWaitsThroughEachKindOfWaiting(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Task<?> child = waiting("child", leaf);
      waiting("awaits", child);
      waiting("gathers", () -> gather(child).await());
      waiting("shields", () -> shield(child).await());
      waiting("waits", () -> Asyncio.wait(List.of(child), ReturnWhen.ALL_COMPLETED).await());
      for (int tick = 0; tick < 3; tick++) {
        sleep(ZERO).await();
      }
      CallGraph graph = captureCallGraph(leaf);
      assertThat(graph.future()).isSameAs(leaf);
      assertThat(waitersOf(graph)).containsExactly("child");
      assertThat(waitersOf(graph.awaitedBy().get(0)))
          .containsExactly("awaits", "gathers", "shields", "waits");
      leaf.setResult("");
      sleep(ZERO).await();
      assertThat(captureCallGraph(leaf).awaitedBy()).isEmpty();
    });
  }

  @Test
  void aGroupWaitsForItsChildren(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Task<?> parent =
          waiting(
              "parent",
              taskGroup(group -> {
                group.createTask(TaskOptions.named("child"), () -> leaf.await());
                return 1;
              }));
      sleep(ZERO).await();
      sleep(ZERO).await();
      CallGraph child = captureCallGraph(leaf).awaitedBy().get(0);
      assertThat(waitersOf(child)).containsExactly("parent");
      leaf.setResult("");
      parent.await();
    });
  }

  @Test
  void theGraphIsPrintedWithTheUsersCalls(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Task<?> child = waiting("child", () -> deepInside(leaf));
      waiting("parent", child);
      sleep(ZERO).await();
      sleep(ZERO).await();
      assertThat(child.getStack().get(0).getMethodName()).isEqualTo("deepInside");
      assertThat(captureCallGraph(child).format())
          .containsSubsequence(
              "* Task(name=child, id=0x",
              "  + Call stack:",
              "deepInside(IntrospectionTest.java",
              "  + Awaited by:",
              "    * Task(name=parent");
      leaf.setResult("");
      sleep(ZERO).await();
      assertThat(child.getStack()).isEmpty();
    });
  }

  private static Object deepInside(Promise<String> leaf) throws Exception {
    return leaf.await();
  }

  @Test
  void withoutAnArgumentTheGraphIsThatOfTheRunningTask(Runner runner) throws Exception {
    assertThatThrownBy(Asyncio::captureCallGraph)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no running event loop");
    runner.run(() -> {
      assertThat(captureCallGraph().future()).isSameAs(currentTask());
      assertThat(captureCallGraph().callStack()).isNotEmpty();
      getRunningLoop().callSoon(() -> assertThat(captureCallGraph()).isNull());
      sleep(ZERO).await();
    });
  }

  /** A clock on which whatever asks for the time takes as long as the test says. */
  private static final class SlowClock implements Backend {
    private final VirtualClock clock = new VirtualClock();
    private long nanos;

    @Override
    public long nanoTime() {
      return clock.nanoTime() + nanos;
    }

    @Override
    public void poll(long timeout) {
      clock.poll(timeout);
    }

    @Override
    public void wake() {
      clock.wake();
    }
  }

  /** Collects what the loop logs. */
  private static final class Log extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      messages.add(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void debugModeWarnsOfCallbacksAndStepsThatTakeTooLong() throws Exception {
    SlowClock clock = new SlowClock();
    Log log = new Log();
    Logger logger = Logger.getLogger("io.interloop");
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
    try (Runner runner = new Runner(LoopConfig.DEFAULT.withBackend(clock).withDebug(true))) {
      runner.run(() -> {
        getRunningLoop().setSlowCallbackDuration(ofMillis(50));
        getRunningLoop().callSoon(() -> clock.nanos += ofMillis(60).toNanos());
        sleep(ZERO).await();
        currentTask().setName("slow step");
        clock.nanos += ofMillis(70).toNanos();
        sleep(ZERO).await();
        clock.nanos += ofMillis(40).toNanos();
      });
    } finally {
      logger.removeHandler(log);
      logger.setUseParentHandlers(true);
    }

    assertThat(log.messages).hasSize(2);
    assertThat(log.messages.get(0)).startsWith("Executing Handle(").endsWith("took 60 ms");
    assertThat(log.messages.get(1)).startsWith("Executing Task(slow step").endsWith("took 70 ms");
  }

  @Test
  void withoutAHandlerAReportIsLogged(EventLoop loop) {
    Log log = new Log();
    Logger logger = Logger.getLogger("io.interloop");
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
    try {
      loop.setExceptionHandler(null);
      loop.callSoon(() -> {
        throw new IllegalStateException("boom");
      });
      loop.stop();
      loop.runForever();
    } finally {
      logger.removeHandler(log);
      logger.setUseParentHandlers(true);
    }

    assertThat(log.messages).singleElement().asString().startsWith("Exception in callback");
  }

  @Test
  void aTasksStackIsPrinted(Runner runner) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Task<?> task = createTask(TaskOptions.named("printed"), () -> deepInside(leaf));
      task.printStack(out);
      sleep(ZERO).await();
      task.printStack(out);
    });

    assertThat(printed.toString(StandardCharsets.UTF_8).lines().toList())
        .satisfies(lines -> {
          assertThat(lines.get(0)).startsWith("No stack for Task(printed");
          assertThat(lines.get(1)).startsWith("Stack for Task(printed");
          assertThat(lines.get(2)).contains("deepInside");
        });
  }
}
