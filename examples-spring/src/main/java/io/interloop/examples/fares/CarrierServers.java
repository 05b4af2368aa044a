// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import io.interloop.Awaitable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands for the carriers' own servers, so that the example needs no network. Nobody goes to
 * Atlantis: the railway says so, and the airline does not answer at all.
 */
@RestController
class CarrierServers {

  @GetMapping("/carriers/rail")
  Awaitable<ResponseEntity<Integer>> rail(Trip trip) {
    return () -> {
      sleep(ofMillis(5)).await();
      return trip.to().equals("Atlantis")
          ? ResponseEntity.notFound().build()
          : ResponseEntity.ok(Tariff.euros("rail", trip));
    };
  }

  @GetMapping("/carriers/air")
  Awaitable<Integer> air(Trip trip) {
    return () -> {
      sleep(trip.to().equals("Atlantis") ? ofHours(1) : ofMillis(10)).await();
      return Tariff.euros("air", trip);
    };
  }
}
