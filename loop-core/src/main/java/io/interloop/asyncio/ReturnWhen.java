// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/** When {@link Asyncio#wait} returns. */
public enum ReturnWhen {
  /** When any future is done or cancelled. */
  FIRST_COMPLETED,
  /**
   * When any future has failed; if none does, when all are done. A cancelled one has not failed.
   */
  FIRST_EXCEPTION,
  /** When all futures are done or cancelled. */
  ALL_COMPLETED
}
