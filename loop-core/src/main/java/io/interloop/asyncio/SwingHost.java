// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Host;
import java.awt.EventQueue;

/** Turns on the event dispatch thread. */
final class SwingHost implements Host {

  @Override
  public void execute(Runnable turn) {
    EventQueue.invokeLater(turn);
  }

  @Override
  public boolean isCurrent() {
    return EventQueue.isDispatchThread();
  }

  @Override
  public boolean isSingleThreaded() {
    return true;
  }

  @Override
  public String name() {
    return "Swing";
  }
}
