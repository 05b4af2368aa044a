// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

final class ClassPathTest {
  private static final String OTHER = new File("other.jar").getAbsolutePath();
  private static final String WHOLE =
      String.join(File.pathSeparator, OTHER, ClassPath.vertxAdapter().toString());

  @Test
  void aRowAboutVertxHasItsAdapter() {
    assertThat(ClassPath.of("to-hub/Vertx-Future-ready", WHOLE)).isEqualTo(WHOLE);
    assertThat(ClassPath.of("stream/ReadStream-1", WHOLE)).isEqualTo(WHOLE);
  }

  @Test
  void anyOtherRowHasNot() {
    assertThat(ClassPath.of("to-hub/Mono-ready", WHOLE)).isEqualTo(OTHER);
    assertThat(ClassPath.of("callback/1", WHOLE)).isEqualTo(OTHER);
  }
}
