// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import io.interloop.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Something on its way to a loop that must not vanish: an action that runs on the loop, and another
 * one that runs instead if the loop is closed, before or meanwhile.
 *
 * <p>Exactly one of the two runs, once.
 */
public final class Delivery implements Runnable, Undroppable {
  private final Runnable action;
  private final Runnable ifClosed;

  private Delivery(Runnable action, Runnable ifClosed) {
    this.action = action;
    this.ifClosed = ifClosed;
  }

  /**
   * Runs an action on a loop: now, if the loop runs the calling code; else soon, in an empty
   * context. Any thread may call it. It never throws because the loop is closed.
   *
   * @param loop where to
   * @param action runs on the loop
   * @param ifClosed runs instead if the loop is closed: on this thread, or on the one that closes
   *     the loop
   */
  public static void to(EventLoop loop, Runnable action, Runnable ifClosed) {
    to(loop, null, action, ifClosed);
  }

  /**
   * As {@link #to(EventLoop, Runnable, Runnable)}, but in a context that is given. If the loop runs
   * the calling code, the action runs in the context of that code.
   *
   * @param loop where to
   * @param context the context itself, not a copy; null for an empty one
   * @param action runs on the loop
   * @param ifClosed runs instead if the loop is closed
   */
  public static void to(
      EventLoop loop, @Nullable Context context, Runnable action, Runnable ifClosed) {
    if (loop.isCurrent()) {
      action.run();
    } else {
      send(loop, context != null ? context : new Context(), new Delivery(action, ifClosed));
    }
  }

  /** Has a message run on a loop, soon, or tells it that it is dropped if the loop is closed. */
  static <M extends Runnable & Undroppable> void send(EventLoop loop, Context context, M message) {
    try {
      loop.callSoonThreadsafe(context, message);
    } catch (IllegalStateException failure) {
      if (!loop.isClosed()) {
        throw failure;
      }
      message.dropped();
    }
  }

  /** Runs the action. For the loop. */
  @Override
  public void run() {
    action.run();
  }

  @Override
  public void dropped() {
    ifClosed.run();
  }

  @Override
  public String toString() {
    return "Delivery(" + action + ")";
  }
}
