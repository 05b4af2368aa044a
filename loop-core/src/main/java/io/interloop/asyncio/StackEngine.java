// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import org.jspecify.annotations.Nullable;

/**
 * An engine whose coroutines have stacks that are switched between.
 *
 * @param <S> a stack
 */
abstract class StackEngine<S> implements Engine {
  final CoreLoop loop;

  StackEngine(CoreLoop loop) {
    this.loop = loop;
  }

  /**
   * Clears the thread's interrupt flag and returns whether it was set for the code that runs there,
   * rather than for the thread that runs the loop.
   */
  final boolean takeInterrupt() {
    return Thread.interrupted() && !loop.tookInterrupt();
  }

  /** Returns a stack that will begin with the first step of a task. */
  abstract S startingWith(CoreTask<?> task);

  /** Returns the stack that is to run a callback, or null if the calling one may. */
  @Nullable S stackFor(CoreHandle callback) {
    return null;
  }

  /**
   * Runs what is ready, on the calling stack, until another one has to go on.
   *
   * @param free whether the calling stack may be used to start tasks
   * @return the stack that is to go on, which may be the calling one, or null if the loop is to
   *     stop
   */
  @SuppressWarnings("unchecked") // an engine finds in a task what it has put there
  final @Nullable S dispatch(boolean free) {
    while (true) {
      Ready next = loop.isClosing() ? null : loop.next();
      switch (next) {
        case null -> {
          return null;
        }
        case CoreHandle callback -> {
          S other = stackFor(callback);
          if (other != null) {
            return other;
          }
          callback.run();
        }
        case CoreTask<?> task -> {
          if (task.suspended != null) {
            return (S) task.suspended;
          }
          if (!free) {
            return startingWith(task);
          }
          task.run();
          // The next task must not inherit an interrupt of this one.
          boolean unused = takeInterrupt();
        }
      }
    }
  }
}
