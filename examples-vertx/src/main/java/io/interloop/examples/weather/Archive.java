// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.reactor.ReactorAdapter.awaitable;
import static java.time.Duration.ofMillis;

import io.interloop.Awaitable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The highest temperatures ever: a Reactor repository, and a slow one. */
final class Archive {
  private final Map<String, Integer> records = Map.of("Berlin", 38, "Lisbon", 44, "Oslo", 35);

  /** Returns a coroutine that looks a city's record up; null if there is none. */
  Awaitable<@Nullable Integer> record(String city) {
    return awaitable(Mono.justOrEmpty(records.get(city)).delayElement(ofMillis(5)));
  }
}
