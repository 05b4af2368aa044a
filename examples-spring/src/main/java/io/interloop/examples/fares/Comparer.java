// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import static io.interloop.asyncio.Asyncio.asCompleted;
import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static io.interloop.asyncio.Asyncio.timeout;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.Task;
import io.interloop.asyncio.TaskGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Asks all carriers at the same time, and no one for longer than its patience. */
final class Comparer {
  private final List<Carrier> carriers;
  private final Duration patience;

  Comparer(List<Carrier> carriers, Duration patience) {
    this.carriers = carriers;
    this.patience = patience;
  }

  /** Returns a coroutine for all offers, the cheapest first. */
  Awaitable<List<Offer>> offers(Trip trip) {
    return taskGroup(group -> {
      List<Offer> offers = new ArrayList<>();
      for (Task<Offer> asked : askAll(group, trip)) {
        offers.add(asked.await());
      }
      offers.sort(comparing(Offer::euros, nullsLast(naturalOrder())));
      return offers;
    });
  }

  /** Returns the offers as they come in. Whoever closes the stream takes the questions back. */
  AsyncStream<Offer> offersAsTheyCome(Trip trip) {
    return generator(out ->
        taskGroup(
                group -> {
                  for (Awaitable<Offer> next : asCompleted(askAll(group, trip))) {
                    out.yield(next.await());
                  }
                })
            .await());
  }

  private List<Task<Offer>> askAll(TaskGroup group, Trip trip) {
    return carriers.stream().map(carrier -> group.createTask(ask(carrier, trip))).toList();
  }

  /** To be late, or to fail, is an answer too: the others' count all the same. */
  private Awaitable<Offer> ask(Carrier carrier, Trip trip) {
    return () -> {
      try {
        return Offer.of(carrier.name(), timeout(patience, carrier.fare(trip)).await());
      } catch (TimeoutException late) {
        return Offer.none(carrier.name(), "no answer within " + patience.toMillis() + " ms");
      } catch (Exception failure) {
        return Offer.none(carrier.name(), failure.toString());
      }
    };
  }
}
