// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import org.jspecify.annotations.Nullable;

/**
 * How a task is made: its name, its context, and when it starts. Immutable; the keyword arguments
 * of asyncio's {@code create_task}.
 *
 * @param name the task's name, or null for {@code Task-} and a number
 * @param context the context the coroutine runs in, itself and not a copy, or null for a copy of
 *     the current one
 * @param start when the first step runs
 */
public record TaskOptions(@Nullable String name, @Nullable Context context, Start start) {

  /** The default: a numbered name, a copy of the current context, the task factory's own start. */
  public static final TaskOptions DEFAULT = new TaskOptions(null, null, Start.DEFAULT);

  /** When a task's first step runs. */
  public enum Start {
    /** As the loop's task factory has it; in the next tick, if it has no say. */
    DEFAULT,
    /** In the loop's next tick. */
    SOON,
    /**
     * Inside the call that creates the task, up to its first suspension. Python's {@code
     * eager_start}.
     */
    EAGER
  }

  /**
   * Returns options with a name.
   *
   * @param name the task's name
   */
  public static TaskOptions named(String name) {
    return DEFAULT.withName(name);
  }

  /**
   * Returns these options with another name.
   *
   * @param name the task's name
   */
  public TaskOptions withName(String name) {
    return new TaskOptions(name, context, start);
  }

  /**
   * Returns these options with another context.
   *
   * @param context the context itself, not a copy
   */
  public TaskOptions withContext(Context context) {
    return new TaskOptions(name, context, start);
  }

  /**
   * Returns these options with another start.
   *
   * @param start when the first step runs
   */
  public TaskOptions withStart(Start start) {
    return new TaskOptions(name, context, start);
  }

  /** Returns these options with an eager start. */
  public TaskOptions eager() {
    return withStart(Start.EAGER);
  }
}
