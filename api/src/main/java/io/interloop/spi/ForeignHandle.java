// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A type of another library by which running work is cancelled, and which does not tell when the
 * work ends: a subscription, a disposable.
 *
 * @param <F> the type
 * @param type its class
 * @param cancel cancels the work; idempotent
 */
public record ForeignHandle<F>(Class<F> type, Consumer<? super F> cancel) {

  /** Checks for null. */
  public ForeignHandle {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(cancel, "cancel");
  }
}
