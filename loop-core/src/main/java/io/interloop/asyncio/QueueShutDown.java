// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/** Thrown when a queue was used after it was shut down. */
public final class QueueShutDown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public QueueShutDown() {
    super("the queue is shut down");
  }
}
