// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario of the corpus takes the course that it takes in CPython. */
class CorpusTest {

  static List<Path> corpus() throws Exception {
    return Corpus.files(Path.of(CorpusTest.class.getResource("/corpus").toURI()));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void everyScenarioLeavesTheTraceThatItLeftInCPython(Path file) throws Exception {
    List<Scenario> scenarios = Corpus.read(file);

    assertThat(scenarios).isNotEmpty();
    for (Scenario scenario : scenarios) {
      Comparison comparison = Comparison.of(scenario);
      if (!comparison.same()) {
        fail(comparison.toString());
      }
    }
  }
}
