// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** On Tomcat, which sees that a client has left when it writes to it. */
final class WebMvcTest extends WebContract {

  WebMvcTest() {
    super(WebApplicationType.SERVLET, "spring.mvc.async.request-timeout=2s");
  }

  @Test
  void theTimeoutOfTheRequestCancelsTheTask() throws Exception {
    assertThat(get("/wait").statusCode()).isEqualTo(503);
    assertEvent("waiting");
    assertEvent("cancelled");
  }
}
