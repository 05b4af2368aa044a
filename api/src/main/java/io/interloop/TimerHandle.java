// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import java.time.Duration;

/** A {@link Handle} with a due time. */
public interface TimerHandle extends Handle {

  /** Returns when the callback is due, on the clock of {@link EventLoop#time()}. */
  Duration when();
}
