// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

/**
 * A callback that must not vanish: a loop that closes without having run it says so. Adapters
 * implement it beside {@link Runnable}, for what is scheduled, and beside {@link
 * java.util.function.Consumer}, for the done callbacks of tasks.
 */
public interface Undroppable {

  /** The loop is closed and will not run this callback. Called once, on the thread that closes. */
  void dropped();
}
