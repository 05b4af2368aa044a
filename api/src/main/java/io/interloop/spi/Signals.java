// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one foreign source on their way to the loop, in their order.
 *
 * <p>A source may signal first from a thread of its own and then on the loop, from within a
 * request. Were the second handled at once, it would overtake the first, which still waits for the
 * loop's next tick. So every signal goes through this queue, and whoever is on the loop first
 * handles all that is there. A signal that comes while another one is handled waits for its turn,
 * so a source that signals within a request cannot recurse.
 *
 * <p>A signal is handled in a copy of the context of the code that made this queue, or, if it comes
 * from the loop, in the context of the code that signals.
 *
 * <p>Nothing is thrown into the source: what handling a signal throws goes to the loop's exception
 * handler.
 */
public final class Signals {

  private record Signal(Runnable onLoop, Runnable ifClosed) {}

  private final EventLoop loop;

  /** Where signals of other threads are handled; null if {@link #inlet} says so. */
  private final @Nullable Context context;

  private final @Nullable Inlet<?> inlet;

  /** Filled by any thread, emptied on the loop, or by whoever finds the loop closed. */
  private final ConcurrentLinkedQueue<Signal> queue = new ConcurrentLinkedQueue<>();

  /** Set by any thread: the loop has been asked to look, and has not looked yet. */
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Loop only. */
  private boolean handling;

  /**
   * Creates an empty queue.
   *
   * @param loop where the signals are handled
   */
  public Signals(EventLoop loop) {
    this.loop = loop;
    this.context = Context.copyOfCurrent();
    this.inlet = null;
  }

  /**
   * Creates an empty queue, on whichever thread. Signals of other threads are handled in a copy of
   * the context of the code that awaits.
   *
   * @param inlet where the signals lead
   */
  Signals(Inlet<?> inlet) {
    this.loop = inlet.loop();
    this.context = null;
    this.inlet = inlet;
  }

  /**
   * Has a signal handled: now, if the loop runs the calling code and is not handling another one;
   * else soon. Any thread may call it, one at a time.
   *
   * @param onLoop handles it
   * @param ifClosed runs instead if the loop is closed, on some thread
   */
  public void deliver(Runnable onLoop, Runnable ifClosed) {
    queue.add(new Signal(onLoop, ifClosed));
    if (loop.isCurrent()) {
      handleAll();
    } else if (asked.compareAndSet(false, true)) {
      Delivery.to(loop, context, this::handleCarried, this::dropAll);
    } else if (loop.isClosed()) {
      dropAll();
    }
  }

  private void handleCarried() {
    if (inlet == null) {
      handleAll();
    } else {
      Execution.current().runAsCallback(inlet.newContext(), this::handleAll);
    }
  }

  private void handleAll() {
    asked.set(false);
    if (handling) {
      return;
    }
    handling = true;
    try {
      for (Signal signal = queue.poll(); signal != null; signal = queue.poll()) {
        guarded(signal.onLoop);
      }
    } finally {
      handling = false;
    }
  }

  private void dropAll() {
    for (@Nullable Signal signal = queue.poll(); signal != null; signal = queue.poll()) {
      guarded(signal.ifClosed);
    }
  }

  private void guarded(Runnable handler) {
    try {
      handler.run();
    } catch (Throwable failure) {
      loop.callExceptionHandler(new ExceptionContext("handling a signal failed", failure));
    }
  }

  @Override
  public String toString() {
    return "Signals(" + queue.size() + " waiting for " + loop + ")";
  }
}
