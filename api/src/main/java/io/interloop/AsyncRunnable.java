// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * A coroutine without a result: the form that a lambda takes which returns nothing.
 *
 * <p>Wherever a method takes an {@link Awaitable} coroutine, an overload takes this, so that no
 * lambda has to end in {@code return null}.
 */
@FunctionalInterface
public interface AsyncRunnable {

  /**
   * Runs the coroutine's body in the current task.
   *
   * @throws Exception whatever the body fails with
   */
  void run() throws Exception;
}
