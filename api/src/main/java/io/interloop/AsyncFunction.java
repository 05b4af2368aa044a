// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine function of one argument: the body of a scope such as a task group or a timeout.
 *
 * @param <A> what the body is given
 * @param <T> what it returns
 */
@FunctionalInterface
public interface AsyncFunction<A, T extends @Nullable Object> {

  /**
   * Runs the body in the current task.
   *
   * @param argument the scope, or whatever else the caller hands over
   * @return the body's result
   * @throws Exception whatever the body fails with
   */
  T apply(A argument) throws Exception;
}
