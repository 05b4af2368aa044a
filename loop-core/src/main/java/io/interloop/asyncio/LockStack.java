// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/**
 * Keeps the monitors of a thread out of the continuations that it runs.
 *
 * <p>HotSpot (JDK 24 and later) notes the monitors that a thread holds on a short stack of the
 * thread's, and has a continuation that yields take <i>all</i> of them along, as it is made for
 * virtual threads, which have nothing below. If code further down holds one, as in {@code
 * synchronized (x) { run(...) }}, that code's unlocking then breaks the JVM.
 *
 * <p>The stack has eight places. When it is full, the lowest monitor leaves it for a form that
 * needs no place there. So entering eight monitors of our own, and leaving them again, clears it.
 */
final class LockStack {
  private static final int PLACES = 8;

  /** Held in a field, as the compiler would leave out monitors that nobody else can see. */
  private final Object[] locks = new Object[PLACES];

  LockStack() {
    for (int i = 0; i < PLACES; i++) {
      locks[i] = new Object();
    }
  }

  /** Clears the calling thread's stack of monitors. By one thread at a time. */
  void clear() {
    enter(0);
  }

  private void enter(int place) {
    if (place < PLACES) {
      synchronized (locks[place]) {
        enter(place + 1);
      }
    }
  }
}
