// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.List;
import java.util.stream.Stream;

/**
 * Finds a task's own calls on a stack where there are others' too: of tasks that began on top of it
 * or beneath it, of callbacks that run while it waits, the JDK's and the loop's.
 */
final class TaskFrames {
  private static final String TASK = CoreTask.class.getName();

  private TaskFrames() {}

  /** Returns a running task's calls, innermost first. */
  static List<StackTraceElement> ofRunning(StackTraceElement[] trace) {
    return from(trace, 0);
  }

  /** Returns a suspended task's calls, innermost first. */
  static List<StackTraceElement> ofSuspended(CoreTask<?> task, StackTraceElement[] trace) {
    int beneath = task.tasksBeneathOnStack();
    int end = trace.length;
    while (end > 0) {
      end--;
      if (is(trace[end], "suspend") && beneath-- == 0) {
        break;
      }
    }
    return from(trace, end);
  }

  private static List<StackTraceElement> from(StackTraceElement[] trace, int first) {
    return Stream.of(trace)
        .skip(first)
        .takeWhile(frame -> !is(frame, "run"))
        .filter(TaskFrames::isUsers)
        .toList();
  }

  private static boolean is(StackTraceElement frame, String method) {
    return frame.getMethodName().equals(method) && frame.getClassName().equals(TASK);
  }

  /** Leaves out the JDK's frames and the loop's own, which say nothing about the program. */
  private static boolean isUsers(StackTraceElement frame) {
    return !frame.getClassName().startsWith("java.")
        && !frame.getClassName().startsWith("jdk.")
        && !frame.getClassName().startsWith(TaskFrames.class.getPackageName() + ".");
  }
}
