// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates new scenarios, runs them on a Python of this machine and on Interloop, and shrinks each
 * that differs to the smallest program that still does.
 *
 * <pre>
 * Fuzz PYTHON FAMILY COUNT SEED [--large]
 * </pre>
 *
 * <p>The same seed makes the same programs. Exit code: 0 if all were equal, 1 if some differed, 2
 * if Python could not be run.
 */
public final class Fuzz {
  private final Python python;

  private Fuzz(Python python) {
    this.python = python;
  }

  /**
   * Compares.
   *
   * @param args the Python to run, and what its generator is to make
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** Does what {@link #main} does, and returns the exit code. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.size() < 4) {
      err.println("usage: Fuzz PYTHON FAMILY COUNT SEED [--large]");
      return 2;
    }
    try (Python python = new Python(arguments.get(0))) {
      out.println("against CPython " + python.version());
      return new Fuzz(python).compare(arguments.subList(1, arguments.size()), out) ? 0 : 1;
    } catch (IOException failure) {
      err.println(failure.getMessage());
      return 2;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 2;
    }
  }

  private boolean compare(List<String> generator, PrintStream out)
      throws IOException, InterruptedException {
    int same = 0;
    int different = 0;
    for (Scenario scenario : python.generate(generator)) {
      if (Comparison.of(scenario).same()) {
        same++;
      } else {
        different++;
        out.println(smallest(scenario));
      }
    }
    out.println(same + " passed, " + different + " failed");
    return different == 0;
  }

  private Comparison smallest(Scenario scenario) throws IOException, InterruptedException {
    ObjectNode source = (ObjectNode) scenario.source();
    ObjectNode smallest =
        Shrinker.shrink(
            (ObjectNode) source.get("coros"),
            programs ->
                comparisons(source, programs).stream()
                    .filter(comparison -> !comparison.same())
                    .map(comparison -> (ObjectNode) comparison.scenario().source().get("coros"))
                    .findFirst());
    return comparisons(source, List.of(smallest)).get(0);
  }

  private List<Comparison> comparisons(ObjectNode source, List<ObjectNode> programs)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (ObjectNode program : programs) {
      lines.add(source.deepCopy().<ObjectNode>set("coros", program).toString());
    }
    return python.replay(lines).stream().map(Comparison::of).toList();
  }
}
