// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import static io.interloop.reactor.ReactorAdapter.awaitable;

import io.interloop.Awaitable;
import java.io.IOException;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asked with Spring's WebClient: a Mono. */
record Rail(WebClient client, CarrierAddress address) implements Carrier {

  @Override
  public String name() {
    return "rail";
  }

  @Override
  public Awaitable<Integer> fare(Trip trip) {
    Mono<Integer> answer =
        client.get().uri(address.of(name(), trip)).retrieve().bodyToMono(Integer.class);
    return () -> {
      Integer euros = awaitable(answer).await();
      if (euros == null) { // an empty Mono
        throw new IOException("an answer without a fare");
      }
      return euros;
    };
  }
}
