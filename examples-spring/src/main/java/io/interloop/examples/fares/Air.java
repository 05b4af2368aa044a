// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import static io.interloop.completablefuture.FutureAdapter.awaitable;

import io.interloop.Awaitable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asked with the JDK's HttpClient: a CompletableFuture. */
record Air(HttpClient client, CarrierAddress address) implements Carrier {

  @Override
  public String name() {
    return "air";
  }

  @Override
  public Awaitable<Integer> fare(Trip trip) {
    return () -> {
      HttpRequest request = HttpRequest.newBuilder(address.of(name(), trip)).build();
      HttpResponse<String> answer =
          awaitable(client.sendAsync(request, BodyHandlers.ofString())).await();
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      return Integer.valueOf(answer.body());
    };
  }
}
