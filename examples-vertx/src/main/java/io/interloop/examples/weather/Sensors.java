// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.reactivex.rxjava3.core.Flowable;
import java.util.List;

/** The thermometers, made up: an RxJava Flowable that never ends. */
final class Sensors {
  private static final List<String> CITIES = List.of("Berlin", "Lisbon", "Oslo");

  private Sensors() {}

  static Flowable<Reading> readings() {
    return Flowable.interval(0, 200, MILLISECONDS)
        .onBackpressureLatest()
        .concatMapIterable(tick ->
            CITIES.stream()
                .map(city -> new Reading(city, city.length() + (int) (tick % 10)))
                .toList());
  }
}
