// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/** The application: three carriers, each asked through another library, and one who compares. */
@SpringBootApplication(proxyBeanMethods = false)
class Fares {

  public static void main(String[] arguments) {
    SpringApplication.run(Fares.class, arguments);
  }

  @Bean
  HttpClient httpClient() {
    return HttpClient.newHttpClient();
  }

  @Bean
  Comparer comparer(
      HttpClient httpClient,
      Environment environment,
      @Value("${fares.patience}") Duration patience) {
    CarrierAddress address = new CarrierAddress(environment);
    return new Comparer(
        List.of(new Rail(WebClient.create(), address), new Air(httpClient, address), new Coach()),
        patience);
  }
}
