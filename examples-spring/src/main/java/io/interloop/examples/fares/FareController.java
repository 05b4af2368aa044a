// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the application answers to. A client that leaves takes its questions back. */
@RestController
class FareController {
  private final Comparer comparer;

  FareController(Comparer comparer) {
    this.comparer = comparer;
  }

  @GetMapping("/fares")
  Awaitable<List<Offer>> fares(Trip trip) {
    return comparer.offers(trip);
  }

  @GetMapping(path = "/fares/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  AsyncStream<Offer> liveFares(Trip trip) {
    return comparer.offersAsTheyCome(trip);
  }
}
