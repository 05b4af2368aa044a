// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

/**
 * What becomes of an Observable's items when {@link io.interloop.ConversionOptions#prefetch()} of
 * them wait already. An Observable cannot be asked to slow down, and its emitter is never blocked.
 *
 * <p>An item that is dropped goes to the discard hook, on the thread that emitted: waiting for the
 * loop there would keep what is to be dropped.
 */
public enum Overflow {
  /** Keep them all, whatever memory that takes. */
  BUFFER,
  /** Drop the item that has waited longest, and keep the new one. */
  DROP_OLDEST,
  /** Drop the new item. */
  DROP_LATEST,
  /**
   * Drop the new item, dispose the Observable, and fail with a {@link
   * io.reactivex.rxjava3.exceptions.MissingBackpressureException} after the items that wait.
   */
  ERROR
}
