// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/** Thrown when an item was to be taken from an empty queue without waiting. */
public final class QueueEmpty extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public QueueEmpty() {
    super("the queue is empty: get() waits for an item");
  }
}
