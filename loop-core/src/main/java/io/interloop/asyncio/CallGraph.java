// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  /** A limit for {@link Asyncio#captureCallGraph(Future, int, int)} that leaves nothing out. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /**
   * Captures the graph of a future. Nothing is recorded while the program runs: who waits for whom
   * is read off the tasks.
   */
  static CallGraph of(Future<?> future, int depth, int limit) {
    boolean running = Task.current() == future;
    return capture(future, List.of(), running ? Math.max(0, depth - 1) : 0, limit);
  }

  private static CallGraph capture(
      Future<?> future, List<Future<?>> below, int skipped, int limit) {
    List<CallGraph> awaitedBy = new ArrayList<>();
    List<Future<?>> path = new ArrayList<>(below);
    path.add(future);
    for (Future<?> waiter : waitersOf(future)) {
      if (!path.contains(waiter)) {
        awaitedBy.add(capture(waiter, path, 0, limit));
      }
    }
    List<StackTraceElement> stack =
        future instanceof Task<?> task && limit != 0 ? task.getStack() : List.of();
    stack = stack.subList(Math.min(skipped, stack.size()), stack.size());
    return new CallGraph(future, limited(stack, limit), List.copyOf(awaitedBy));
  }

  /** Returns the tasks that wait, in the order of their creation, and then who was said to wait. */
  private static Set<Future<?>> waitersOf(Future<?> future) {
    Set<Future<?>> waiters = new LinkedHashSet<>();
    for (Task<?> task : future.getLoop().allTasks()) {
      if (waitsFor(task, future)) {
        waiters.add(task);
      }
    }
    for (Future<?> waiter : Asyncio.coreLoop(future.getLoop()).awaitedBy.of(future)) {
      if (!waiter.done()) {
        waiters.add(waiter);
      }
    }
    return waiters;
  }

  private static List<StackTraceElement> limited(List<StackTraceElement> stack, int limit) {
    long size = Math.min(stack.size(), Math.abs((long) limit));
    return limit > 0
        ? List.copyOf(stack.subList(stack.size() - (int) size, stack.size()))
        : List.copyOf(stack.subList(0, (int) size));
  }

  private static boolean waitsFor(Task<?> task, Future<?> future) {
    CoreFuture<?> awaited = task instanceof CoreTask<?> own ? own.waitingFor() : null;
    return awaited != null && (awaited == future || awaited.standsFor(future));
  }

  /** Captures the graph of the running task, or returns null if none is running. */
  static @Nullable CallGraph ofCurrentTask(int depth, int limit) {
    EventLoop running = EventLoop.running();
    Task<?> current = Task.current();
    return current == null || current.getLoop() != running ? null : of(current, depth, limit);
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
