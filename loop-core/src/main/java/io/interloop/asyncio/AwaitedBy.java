// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Future;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Who waits for whom, where the tasks do not show it: what combinators from outside the house have
 * said. Nothing is kept alive by standing here.
 */
final class AwaitedBy {
  private final Map<Future<?>, Set<Future<?>>> waiters = new WeakHashMap<>();

  void add(Future<?> future, Future<?> waiter) {
    waiters
        .computeIfAbsent(future, key -> Collections.newSetFromMap(new WeakHashMap<>()))
        .add(waiter);
  }

  void discard(Future<?> future, Future<?> waiter) {
    waiters.computeIfPresent(
        future,
        (key, known) -> {
          known.remove(waiter);
          return known.isEmpty() ? null : known;
        });
  }

  Set<Future<?>> of(Future<?> future) {
    return waiters.getOrDefault(future, Set.of());
  }
}
