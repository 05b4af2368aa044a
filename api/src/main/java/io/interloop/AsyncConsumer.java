// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * An {@link AsyncFunction} without a result.
 *
 * @param <A> what the body is given
 */
@FunctionalInterface
public interface AsyncConsumer<A> {

  /**
   * Runs the body in the current task.
   *
   * @param argument the scope, or whatever else the caller hands over
   * @throws Exception whatever the body fails with
   */
  void accept(A argument) throws Exception;
}
