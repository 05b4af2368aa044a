// SPDX-License-Identifier: Apache-2.0
package io.interloop;

/**
 * A future was asked for what its state does not allow: its result before it is done, or a second
 * result.
 *
 * @see <a
 *     href="https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.InvalidStateError">asyncio:
 *     InvalidStateError</a>
 */
public final class InvalidStateException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the future and its state
   */
  public InvalidStateException(String message) {
    super(message);
  }
}
