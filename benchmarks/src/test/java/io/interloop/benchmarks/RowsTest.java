// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each row, done once by each of its peers with next to nothing to do. */
final class RowsTest {

  @TestFactory
  Stream<DynamicTest> everyPeerDoesTheWork() {
    return Rows.all(Scale.TINY).stream()
        .flatMap(row ->
            row.peers().keySet().stream()
                .map(peer ->
                    DynamicTest.dynamicTest(
                        row.id() + " " + peer, () -> doesTheWork(row, row.body(peer)))));
  }

  private static void doesTheWork(Row row, Body body) throws Exception {
    body.open();
    try {
      long result = body.run();
      if (row.metric() == Metric.TIME) {
        assertThat(result).isEqualTo(row.expected());
      } else if (row.metric()
          != Metric.HEAP) { // of so little, the collector may make less than none
        assertThat(result).isNotNegative();
      }
    } finally {
      body.close();
    }
  }

  @Test
  void pythonDoesTheWork() throws Exception {
    Python python = Python.find("python3", "asyncio");
    assumeTrue(python != null, "no python3 with asyncio.Runner");
    List<Row> rows = Rows.all(Scale.TINY).stream().filter(row -> row.script() != null).toList();
    List<Python.Answer> answers = python.runAll(rows);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).metric() == Metric.TIME) {
        assertThat(answers.get(i).result()).as(rows.get(i).id()).isEqualTo(rows.get(i).expected());
      }
    }
  }

  @Test
  void noTwoRowsHaveTheSameName() {
    assertThat(Rows.all(Scale.TINY).stream().map(Row::id)).doesNotHaveDuplicates();
  }
}
