// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Backend;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one door for other threads: they put handles in, the loop takes them out at the beginning of
 * a tick, and again when it has waited.
 *
 * <p>The loop must not fall asleep over a handle that has just come in. It says that it sleeps,
 * then looks once more; the others put in, then look whether it sleeps. Whoever comes second sees
 * the other.
 */
final class Inbox {
  private final Backend backend;
  private final Queue<CoreHandle> handles = new ConcurrentLinkedQueue<>();

  /** Set by the loop around its wait, read by any thread. A guest sleeps all the time. */
  private volatile boolean sleeping;

  private volatile boolean closed;

  Inbox(Backend backend, boolean alwaysWake) {
    this.backend = backend;
    this.sleeping = alwaysWake;
  }

  boolean isEmpty() {
    return handles.isEmpty();
  }

  /** Takes a handle in, from any thread; returns false if the loop is closed. */
  boolean offer(CoreHandle handle) {
    if (closed) {
      return false;
    }
    handles.add(handle);
    if (closed && handles.remove(handle)) {
      return false;
    }
    if (sleeping) {
      backend.wake();
    }
    return true;
  }

  /** Waits until something comes in or the time is up. */
  void await(long nanos) {
    sleeping = true;
    try {
      if (handles.isEmpty()) {
        backend.poll(nanos);
      }
    } finally {
      sleeping = false;
    }
  }

  void drainTo(Queue<Ready> ready) {
    for (CoreHandle handle = handles.poll(); handle != null; handle = handles.poll()) {
      ready.add(handle);
    }
  }

  /** Takes nothing in any more, and moves what is there to the ready queue. */
  void close(Queue<Ready> ready) {
    closed = true;
    drainTo(ready);
  }
}
