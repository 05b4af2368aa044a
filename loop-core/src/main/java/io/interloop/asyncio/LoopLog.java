// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Where loops write what nobody else is told of. Any thread.
 *
 * <p>The only way to the log. It may be a file, so that what looks for blocking code has to know
 * the ways to it.
 */
final class LoopLog {
  private static final Logger LOG = System.getLogger("io.interloop");

  private LoopLog() {}

  static void warn(String format, @Nullable Object... arguments) {
    LOG.log(Level.WARNING, format, arguments);
  }

  static void error(String text, @Nullable Throwable failure) {
    LOG.log(Level.ERROR, text, failure);
  }
}
