// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Backend;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The real time. Waits by parking whichever thread polls. */
final class SystemBackend implements Backend {
  private final long origin = System.nanoTime();

  /** Who is waiting. Set by the polling thread, read by those who wake it. */
  private volatile @Nullable Thread poller;

  /** Set by those who wake, cleared by the polling thread. */
  private volatile boolean woken;

  @Override
  public long nanoTime() {
    return System.nanoTime() - origin;
  }

  @Override
  public void poll(long nanos) {
    poller = Thread.currentThread();
    if (!woken) {
      if (nanos == FOREVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
    }
    poller = null;
    woken = false;
  }

  @Override
  public void wake() {
    woken = true;
    LockSupport.unpark(poller);
  }
}
