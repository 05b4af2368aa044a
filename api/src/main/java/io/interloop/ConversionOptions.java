// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may choose about a conversion. Immutable; begin with {@link #DEFAULT}.
 *
 * @param onCancel what cancelling the hub's side does to the source
 * @param onEmpty what a source without a value becomes
 * @param afterFirst what "first of many" does to the rest
 * @param prefetch how many items are requested ahead of the consumer: 1 for strictly one at a time;
 *     {@link #UNBOUNDED} for all
 * @param onDiscard takes every value that arrives after its consumer has gone, for instance to
 *     close it; called on the loop, or on the source's thread if the loop is closed
 */
public record ConversionOptions(
    OnCancel onCancel,
    OnEmpty onEmpty,
    AfterFirst afterFirst,
    int prefetch,
    Consumer<Object> onDiscard) {

  /** The {@link #prefetch} that requests everything at once. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Cancel the source, null for empty, cancel after the first, prefetch 32, drop late values. */
  public static final ConversionOptions DEFAULT =
      new ConversionOptions(OnCancel.PROPAGATE, OnEmpty.NULL, AfterFirst.CANCEL, 32, value -> {});

  /** What cancelling the hub's side does to the source. */
  public enum OnCancel {
    /** Cancel the source, in its own library's way. */
    PROPAGATE,
    /** Leave the source running and stop listening to it. */
    DETACH,
    /** Cancel the source when the last of those who await it was cancelled. */
    LAST_WAITER
  }

  /** What a source that ends without a value becomes. */
  public enum OnEmpty {
    /** The value null. */
    NULL,
    /** A {@link java.util.NoSuchElementException}. */
    FAIL
  }

  /** What "first of many" does once it has the first. */
  public enum AfterFirst {
    /** Cancel the source. */
    CANCEL,
    /** Let the source run to its end, drop what comes, and return then. */
    DRAIN
  }

  /** Checks the prefetch. */
  public ConversionOptions {
    if (prefetch < 1) {
      throw new IllegalArgumentException(
          "prefetch must be 1 or more, or ConversionOptions.UNBOUNDED, not " + prefetch);
    }
  }

  /**
   * Returns these options with another cancel policy.
   *
   * @param onCancel the policy
   */
  public ConversionOptions withOnCancel(OnCancel onCancel) {
    return new ConversionOptions(onCancel, onEmpty, afterFirst, prefetch, onDiscard);
  }

  /**
   * Returns these options with another empty policy.
   *
   * @param onEmpty the policy
   */
  public ConversionOptions withOnEmpty(OnEmpty onEmpty) {
    return new ConversionOptions(onCancel, onEmpty, afterFirst, prefetch, onDiscard);
  }

  /**
   * Returns these options with another "first of many" policy.
   *
   * @param afterFirst the policy
   */
  public ConversionOptions withAfterFirst(AfterFirst afterFirst) {
    return new ConversionOptions(onCancel, onEmpty, afterFirst, prefetch, onDiscard);
  }

  /**
   * Returns these options with another prefetch.
   *
   * @param prefetch 1 or more, or {@link #UNBOUNDED}
   */
  public ConversionOptions withPrefetch(int prefetch) {
    return new ConversionOptions(onCancel, onEmpty, afterFirst, prefetch, onDiscard);
  }

  /**
   * Returns these options with another discard hook.
   *
   * @param onDiscard takes late values
   */
  public ConversionOptions withOnDiscard(Consumer<Object> onDiscard) {
    return new ConversionOptions(onCancel, onEmpty, afterFirst, prefetch, onDiscard);
  }

  /**
   * Hands a value that nobody will see to the discard hook. What the hook throws goes to the loop's
   * exception handler. Any thread may call it.
   *
   * @param loop the loop whose code would have seen the value
   * @param value the value; nothing happens if it is null
   */
  public void discard(EventLoop loop, @Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      onDiscard.accept(value);
    } catch (Throwable failure) {
      loop.callExceptionHandler(
          new ExceptionContext("the discard hook failed for " + value, failure));
    }
  }
}
