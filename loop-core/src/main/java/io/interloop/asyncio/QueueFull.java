// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/** Thrown when an item was to be put into a full queue without waiting. */
public final class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public QueueFull() {
    super("the queue is full: put() waits for room");
  }
}
