// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.interloop.asyncio.LoopConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario takes the course that it took in CPython. */
class CorpusTest {

  static Path resource(String name) throws Exception {
    return Path.of(CorpusTest.class.getResource(name).toURI());
  }

  static List<Path> corpus() throws Exception {
    return Corpus.files(resource("/corpus"));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void everyScenarioLeavesTheTraceThatItLeftInCPython(Path file) throws Exception {
    assertAllTheSame(file);
  }

  @Test
  void variablesThatAreUnsetOrHoldSomethingElseAreRefusedAsPythonDoes() throws Exception {
    assertAllTheSame(resource("/odd.jsonl"));
  }

  private static void assertAllTheSame(Path file) throws Exception {
    assertAllTheSame(file, () -> Stage.alone(LoopConfig.DEFAULT));
  }

  static void assertAllTheSame(Path file, Supplier<Stage> stages) throws Exception {
    AtomicInteger same = new AtomicInteger();
    Corpus.forEach(
        file,
        scenario -> {
          Comparison comparison = Comparison.of(scenario, stages.get());
          if (!comparison.same()) {
            fail(comparison.toString());
          }
          same.incrementAndGet();
        });
    assertThat(same).hasPositiveValue();
  }
}
