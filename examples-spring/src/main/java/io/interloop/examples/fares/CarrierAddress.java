// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import java.net.URI;
import org.springframework.core.env.Environment;
import org.springframework.web.util.UriComponentsBuilder;

/** Where the carriers' servers are: here, see {@link CarrierServers}. */
record CarrierAddress(Environment environment) {

  URI of(String carrier, Trip trip) {
    return UriComponentsBuilder.fromUriString("http://127.0.0.1")
        .port(environment.getRequiredProperty("local.server.port"))
        .pathSegment("carriers", carrier)
        .queryParam("from", "{from}")
        .queryParam("to", "{to}")
        .encode()
        .buildAndExpand(trip.from(), trip.to())
        .toUri();
  }
}
