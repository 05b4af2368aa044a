// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that waits for work that runs already: {@link Inlet#sharedAwaitable}, for sources
 * that can be asked whether they are done. An {@link Outlet} cancels that work also before it
 * waits.
 *
 * @param <T> the type of the result
 */
public abstract class SharedAwaitable<T extends @Nullable Object> implements Awaitable<T> {
  private final Inlet.Source source;
  private final ConversionOptions options;

  /** How many wait, on whichever loop; null if it does not matter. */
  private final @Nullable AtomicInteger waiting;

  /**
   * Creates a coroutine.
   *
   * @param source what to call the source
   * @param options the caller's choices
   */
  protected SharedAwaitable(Inlet.Source source, ConversionOptions options) {
    this.source = source;
    this.options = Objects.requireNonNull(options, "options");
    this.waiting = options.onCancel() == OnCancel.LAST_WAITER ? new AtomicInteger() : null;
  }

  /**
   * Attaches an inlet to the source. Called on the loop, for each await that finds no result.
   *
   * @param inlet the inlet
   */
  protected abstract void attach(Inlet<T> inlet);

  /**
   * Returns whether {@link #result()} can be called: then it is, and no inlet is needed, as the
   * await of a finished future does not suspend. A source that has failed has none. Any time, on
   * the loop.
   */
  protected boolean hasResult() {
    return false;
  }

  /** Returns the result of a source that has said that it has one. */
  protected T result() {
    throw new UnsupportedOperationException("a source that has no result of its own: " + this);
  }

  /** Returns the caller's choices. */
  protected final ConversionOptions options() {
    return options;
  }

  @Override
  public final T await() throws Exception {
    Execution here = Execution.current();
    if (hasResult()) {
      Inlet.checkInTask(here, source);
      return result();
    }
    Inlet<T> inlet = Inlet.toAwait(here, source, options, waiting);
    attach(inlet);
    return inlet.await();
  }

  @Override
  public String toString() {
    return "Awaitable of " + source.name();
  }
}
