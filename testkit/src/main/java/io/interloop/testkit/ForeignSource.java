// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A source of one foreign type in the hands of a test: it ends when and how the test says. What
 * happened before the hub attached, the hub sees when it attaches.
 *
 * @param <X> the foreign type
 */
public interface ForeignSource<X> {

  /** Returns the source as the adapter is given it. */
  X get();

  /**
   * Ends it with a value.
   *
   * @param value the value; null only if the type has the capability {@link Capability#NULL}
   */
  void succeed(@Nullable String value);

  /** Ends it without a value. */
  default void succeedEmpty() {
    throw new UnsupportedOperationException("needs Capability.EMPTY");
  }

  /**
   * Ends it with a failure.
   *
   * @param failure what it signals, unwrapped
   */
  void fail(Throwable failure);

  /**
   * Ends it with a failure in one wrapper, as the type's own operators would make one.
   *
   * @param failure what the wrapper wraps
   */
  default void failWrapped(Throwable failure) {
    fail(new java.util.concurrent.CompletionException(failure));
  }

  /** Cancels it from its own side. */
  default void cancel() {
    fail(new CancellationException("cancelled by the source"));
  }

  /** Returns whether the hub has cancelled it. */
  boolean cancelled();

  /** Returns how often the hub has attached to it, if it is {@link Capability#COLD}. */
  default int attached() {
    throw new UnsupportedOperationException("needs Capability.COLD");
  }
}
