// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.rx.RxAdapter.stream;

import io.interloop.AsyncRunnable;
import io.interloop.AsyncStream;
import io.interloop.asyncio.Event;
import io.reactivex.rxjava3.core.Flowable;
import java.util.HashMap;
import java.util.Map;

/** The newest readings. It belongs to the loop, so nothing here is locked. */
final class Board {
  private final Map<String, Reading> newest = new HashMap<>();
  private Event changed = new Event();

  /** Returns a coroutine that writes readings on the board for as long as they come. */
  AsyncRunnable follow(Flowable<Reading> readings) {
    return () -> {
      try (AsyncStream<Reading> incoming = stream(readings)) {
        for (Reading reading : incoming) {
          newest.put(reading.city(), reading);
          changed.set();
          changed = new Event();
        }
      }
    };
  }

  /** Waits until there is a reading. */
  Reading newest(String city) throws Exception {
    Reading reading = newest.get(city);
    while (reading == null) {
      changed.await();
      reading = newest.get(city);
    }
    return reading;
  }

  /** Returns the readings from now on; who is slow misses some. */
  AsyncStream<Reading> readings(String city) {
    return generator(out -> {
      Reading shown = newest(city);
      out.yield(shown);
      while (true) {
        Reading reading = newest(city);
        if (reading == shown) {
          changed.await();
        } else {
          shown = reading;
          out.yield(reading);
        }
      }
    });
  }
}
