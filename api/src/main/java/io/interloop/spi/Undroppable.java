// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

/**
 * A callback that must not vanish: a loop that closes without having run it says so. Adapters
 * implement it beside {@link Runnable}, for what is scheduled, beside {@link
 * java.util.function.Consumer}, for the done callbacks of tasks, and beside {@link
 * java.util.function.Supplier}, for the streams of a publisher: there a subscriber that cancels
 * before its stream was made says so, on the loop.
 */
public interface Undroppable {

  /** This will not run. Called once; if the loop is closed, on the thread that closes. */
  void dropped();
}
