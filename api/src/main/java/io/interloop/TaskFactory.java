// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import org.jspecify.annotations.Nullable;

/**
 * Makes every task of a loop. Installed with {@link EventLoop#setTaskFactory}.
 *
 * <p>A factory changes the coroutine or the options and hands both on to {@link EventLoop#newTask}:
 * it wraps, counts, names, or makes every task eager.
 *
 * <pre>{@code
 * TaskFactory eager = new TaskFactory() {
 *   public <T> Task<T> create(EventLoop loop, Awaitable<T> coroutine, TaskOptions options) {
 *     return loop.newTask(coroutine, options.eager());
 *   }
 * };
 * }</pre>
 *
 * @see <a
 *     href="https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.set_task_factory">asyncio:
 *     set_task_factory</a>
 */
public interface TaskFactory {

  /**
   * Makes a task.
   *
   * @param <T> the type of the result
   * @param loop the loop the task belongs to
   * @param coroutine what the task drives
   * @param options what the caller asked for
   * @return the task
   */
  <T extends @Nullable Object> Task<T> create(
      EventLoop loop, Awaitable<T> coroutine, TaskOptions options);
}
