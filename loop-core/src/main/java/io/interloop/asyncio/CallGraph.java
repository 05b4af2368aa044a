// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a future, and where: what {@link Asyncio#captureCallGraph} returns. asyncio's
 * {@code FutureCallGraph}.
 *
 * @param future the future
 * @param callStack the calls it is in, innermost first, if it is a task; else empty
 * @param awaitedBy those who wait for it, each with those who wait for them
 * @see <a href="https://docs.python.org/3/library/asyncio-graph.html">asyncio: call graph
 *     introspection</a>
 */
public record CallGraph(
    Future<?> future, List<StackTraceElement> callStack, List<CallGraph> awaitedBy) {

  /**
   * Captures the graph of a future. Nothing is recorded while the program runs: who waits for whom
   * is read off the tasks.
   */
  static CallGraph of(Future<?> future) {
    return capture(future, List.of());
  }

  private static CallGraph capture(Future<?> future, List<Future<?>> below) {
    List<CallGraph> awaitedBy = new ArrayList<>();
    List<Future<?>> path = new ArrayList<>(below);
    path.add(future);
    for (Task<?> task : future.getLoop().allTasks()) {
      if (waitsFor(task, future) && !path.contains(task)) {
        awaitedBy.add(capture(task, path));
      }
    }
    List<StackTraceElement> stack = future instanceof Task<?> task ? task.getStack() : List.of();
    return new CallGraph(future, stack, List.copyOf(awaitedBy));
  }

  private static boolean waitsFor(Task<?> task, Future<?> future) {
    CoreFuture<?> awaited = task instanceof CoreTask<?> own ? own.waitingFor() : null;
    return awaited != null && (awaited == future || awaited.standsFor(future));
  }

  /** Captures the graph of the running task, or returns null if none is running. */
  static @Nullable CallGraph ofCurrentTask() {
    EventLoop running = EventLoop.running();
    Task<?> current = Task.current();
    return current == null || current.getLoop() != running ? null : of(current);
  }

  /** Returns the graph as asyncio's {@code format_call_graph} writes it. */
  public String format() {
    StringBuilder text = new StringBuilder();
    format(text, 0);
    return text.toString();
  }

  private void format(StringBuilder text, int indent) {
    line(text, indent, "* " + describe());
    if (!callStack.isEmpty()) {
      line(text, indent, "  + Call stack:");
      for (StackTraceElement frame : callStack) {
        line(text, indent, "  |   " + frame);
      }
    }
    if (!awaitedBy.isEmpty()) {
      line(text, indent, "  + Awaited by:");
      awaitedBy.forEach(waiter -> waiter.format(text, indent + 4));
    }
  }

  private String describe() {
    String id = "0x" + Integer.toHexString(System.identityHashCode(future));
    return future instanceof Task<?> task
        ? "Task(name=" + task.getName() + ", id=" + id + ")"
        : "Future(id=" + id + ")";
  }

  private static void line(StringBuilder text, int indent, String content) {
    text.append(" ".repeat(indent)).append(content).append(System.lineSeparator());
  }
}
