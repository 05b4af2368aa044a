// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.ExceptionContext;
import io.interloop.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loop's tasks that are not done, and how they end when it closes.
 *
 * <p>The tasks themselves are the links of the list: a set would hash each of them and keep an
 * entry for it, which is a good part of what it costs to start one. References are strong: a
 * pending task is never collected.
 */
final class LiveTasks {
  private final CoreLoop loop;

  /** The oldest. */
  private @Nullable CoreTask<?> first;

  /** The youngest. */
  private @Nullable CoreTask<?> last;

  LiveTasks(CoreLoop loop) {
    this.loop = loop;
  }

  /** Takes a new task in, as the youngest. */
  void add(CoreTask<?> task) {
    task.older = last;
    if (last == null) {
      first = task;
    } else {
      last.younger = task;
    }
    last = task;
  }

  /** Takes a task out; nothing happens if it is out already. */
  void remove(CoreTask<?> task) {
    CoreTask<?> older = task.older;
    CoreTask<?> younger = task.younger;
    if (older != null) {
      older.younger = younger;
    } else if (first == task) {
      first = younger;
    } else {
      return;
    }
    if (younger != null) {
      younger.older = older;
    } else {
      last = older;
    }
    task.older = null;
    task.younger = null;
  }

  /** Returns whether a coroutine is suspended, on whatever stack. */
  boolean hasSuspended() {
    return inOrder().stream().anyMatch(CoreTask::isSuspended);
  }

  /** Returns the tasks in the order of their creation. */
  Set<Task<?>> snapshot() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(inOrder()));
  }

  private List<CoreTask<?>> inOrder() {
    List<CoreTask<?>> tasks = new ArrayList<>();
    for (CoreTask<?> task = first; task != null; task = task.younger) {
      tasks.add(task);
    }
    return tasks;
  }

  /**
   * Ends the coroutines that are still suspended, so that their cleanup runs and no thread is left.
   */
  void unwind() {
    loop.engine.beginUnwinding();
    for (CoreTask<?> oldest = first; oldest != null; oldest = first) {
      CoreTask<?> task = oldest.topmost(); // what is beneath another one ends after it
      remove(task);
      loop.callExceptionHandler(
          new ExceptionContext("Task was destroyed but it is pending!", null).withFuture(task));
      if (task.isSuspended()) {
        loop.engine.unwind(task);
      }
      task.dropCallbacks();
    }
  }
}
