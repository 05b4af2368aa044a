// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.ExceptionContext;
import io.interloop.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A loop's tasks that are not done, and how they end when it closes. */
final class LiveTasks {
  private final CoreLoop loop;

  /** In the order of creation. Strong references: a pending task is never collected. */
  private final Set<Task<?>> tasks = new LinkedHashSet<>();

  LiveTasks(CoreLoop loop) {
    this.loop = loop;
  }

  void add(CoreTask<?> task) {
    tasks.add(task);
  }

  void remove(CoreTask<?> task) {
    tasks.remove(task);
  }

  boolean hasSuspended() {
    return tasks.stream().anyMatch(task -> task instanceof CoreTask<?> own && own.isSuspended());
  }

  Set<Task<?>> snapshot() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(tasks));
  }

  /**
   * Ends the coroutines that are still suspended, so that their cleanup runs and no thread is left.
   */
  void unwind() {
    loop.engine.beginUnwinding();
    List<Task<?>> pending = new ArrayList<>(tasks);
    tasks.clear();
    for (Task<?> task : pending) {
      loop.callExceptionHandler(
          new ExceptionContext("Task was destroyed but it is pending!", null).withFuture(task));
      if (task instanceof CoreTask<?> own) {
        if (own.isSuspended()) {
          loop.engine.unwind(own);
        }
        own.dropCallbacks();
      }
    }
  }
}
