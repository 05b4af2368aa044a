// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.io.Console;

/** Whether a person is watching. */
final class Terminal {

  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // it does before JDK 22, and without jdk.internal.le
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on there may be a console without a terminal, and this method to ask it.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException olderJdk) {
      return true;
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("Console.isTerminal is public and takes nothing", impossible);
    }
  }
}
