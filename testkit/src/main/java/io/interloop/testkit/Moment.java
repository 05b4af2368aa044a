// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import io.interloop.EventLoop;

/** When something happens that a test waits for. */
public enum Moment {
  /** Before the test begins to wait. */
  DONE_ALREADY {
    @Override
    public void happens(Runnable event) {
      event.run();
    }
  },

  /** While the test waits: in the loop's next tick. */
  DONE_LATER {
    @Override
    public void happens(Runnable event) {
      EventLoop.running().callSoon(event);
    }
  };

  /**
   * Has something happen at this moment. Must be called in a task, in the step that will wait.
   *
   * @param event what happens
   */
  public abstract void happens(Runnable event);
}
