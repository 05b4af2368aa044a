// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.captureCallGraph;
import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.currentTask;
import static io.interloop.asyncio.Asyncio.formatCallGraph;
import static io.interloop.asyncio.Asyncio.futureAddToAwaitedBy;
import static io.interloop.asyncio.Asyncio.futureDiscardFromAwaitedBy;
import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.printCallGraph;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.EventLoop;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.CallGraph;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much of a call graph is captured, and what foreign combinators add to it. */
@ExtendWith(LoopExtension.class)
class CallGraphTest {

  private static List<String> calls(CallGraph graph) {
    return graph.callStack().stream().map(StackTraceElement::getMethodName).toList();
  }

  private static Object outer(Promise<?> leaf) throws Exception {
    return middle(leaf);
  }

  private static Object middle(Promise<?> leaf) throws Exception {
    return inner(leaf);
  }

  private static Object inner(Promise<?> leaf) throws Exception {
    return leaf.await();
  }

  @Test
  void theLimitKeepsTheOutermostCallsOrTheInnermost(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Task<?> task = createTask(() -> outer(leaf));
      Task<?> waiter = createTask(TaskOptions.named("waiter"), () -> task.await());
      sleep(ZERO).await();
      List<String> all = calls(captureCallGraph(task));
      int size = all.size();

      assertThat(all).startsWith("inner", "middle", "outer").hasSizeGreaterThan(3);
      assertThat(calls(captureCallGraph(task, 1, 2))).isEqualTo(all.subList(size - 2, size));
      assertThat(calls(captureCallGraph(task, 1, -2))).containsExactly("inner", "middle");
      assertThat(calls(captureCallGraph(task, 1, size + 1))).isEqualTo(all);
      assertThat(calls(captureCallGraph(task, 1, Integer.MIN_VALUE))).isEqualTo(all);
      assertThat(calls(captureCallGraph(task, 1, CallGraph.NO_LIMIT))).isEqualTo(all);
      CallGraph without = captureCallGraph(task, 1, 0);
      assertThat(without.callStack()).isEmpty();
      assertThat(without.awaitedBy())
          .singleElement()
          .satisfies(graph -> {
            assertThat(graph.future()).isSameAs(waiter);
            assertThat(graph.callStack()).isEmpty();
          });
      leaf.setResult("");
      waiter.await();
    });
  }

  private static CallGraph captureOneDown(int depth) {
    return captureCallGraph(Objects.requireNonNull(currentTask()), depth, CallGraph.NO_LIMIT);
  }

  private static CallGraph captureTwoDown(int depth) {
    return captureOneDown(depth);
  }

  @Test
  void theDepthLeavesOutTheInnermostCallsOfTheRunningTask(Runner runner) throws Exception {
    runner.run(() -> {
      assertThat(calls(captureTwoDown(1))).startsWith("captureOneDown", "captureTwoDown");
      assertThat(calls(captureTwoDown(2))).startsWith("captureTwoDown");
      assertThat(calls(captureTwoDown(3))).isNotEmpty().doesNotContain("captureTwoDown");
      assertThat(calls(captureTwoDown(1000))).isEmpty();
    });
  }

  @Test
  void theGraphIsFormattedAndPrintedAlike(Runner runner) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Task<?> task = createTask(() -> outer(leaf));
      sleep(ZERO).await();
      printCallGraph(task, out);
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .isEqualTo(formatCallGraph(task))
          .isEqualTo(captureCallGraph(task).format())
          .contains("  |   ");
      printed.reset();
      printCallGraph(task, out, 1, 0);
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .isEqualTo(formatCallGraph(task, 1, 0))
          .doesNotContain("  |   ");
      printed.reset();
      printCallGraph(out);
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .startsWith("* Task(name=" + currentTask().getName());
      assertThat(formatCallGraph()).startsWith("* Task(name=" + currentTask().getName());
      getRunningLoop().callSoon(() -> assertThat(formatCallGraph()).isEmpty());
      leaf.setResult("");
      task.await();
    });
    assertThatThrownBy(Asyncio::formatCallGraph).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCombinatorFromOutsideSaysForWhomItWaits(Runner runner) throws Exception {
    runner.run(() -> {
      Promise<String> leaf = getRunningLoop().createPromise();
      Promise<String> combined = getRunningLoop().createPromise();
      leaf.addDoneCallback(done -> combined.setResult("combined"));
      Task<?> waiter = createTask(TaskOptions.named("waiter"), () -> combined.await());
      futureAddToAwaitedBy(leaf, combined);
      sleep(ZERO).await();

      assertThat(captureCallGraph(leaf).awaitedBy())
          .singleElement()
          .satisfies(graph -> {
            assertThat(graph.future()).isSameAs(combined);
            assertThat(graph.awaitedBy())
                .singleElement()
                .satisfies(above -> assertThat(above.future()).isSameAs(waiter));
          });
      futureDiscardFromAwaitedBy(leaf, combined);
      futureDiscardFromAwaitedBy(leaf, combined);
      assertThat(captureCallGraph(leaf).awaitedBy()).isEmpty();
      futureAddToAwaitedBy(leaf, combined);
      leaf.setResult("");
      waiter.await();
      assertThat(captureCallGraph(leaf).awaitedBy()).isEmpty();
    });
  }

  @Test
  void whoWaitsBelongsToTheLoopOfWhatItWaitsFor(Runner runner) throws Exception {
    EventLoop other = Asyncio.newEventLoop();
    runner.run(() -> {
      Promise<String> ours = getRunningLoop().createPromise();
      assertThatThrownBy(() -> futureAddToAwaitedBy(ours, other.createPromise()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("different loop");
    });
    other.close();
  }
}
