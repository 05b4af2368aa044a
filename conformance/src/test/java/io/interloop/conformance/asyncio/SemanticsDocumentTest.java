// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** docs/SEMANTICS.md promises nothing that no test pins. */
class SemanticsDocumentTest {
  private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCUMENT = HOUSE.resolve("docs/SEMANTICS.md");

  private static final Pattern SECTION = Pattern.compile("## ([A-Z]): .*");
  private static final Pattern RULE = Pattern.compile("- \\*\\*([A-Z])(\\d+)\\.\\*\\* \\S.*");
  private static final Pattern PIN = Pattern.compile("`([^`]+)`");
  private static final Pattern METHOD = Pattern.compile("(\\w+Test)#(\\w+)");
  private static final Pattern FAMILY = Pattern.compile("CorpusTest: (\\w+)");
  private static final Pattern COST = Pattern.compile("\\| (.+) \\| ([\\d, ]+) \\|");
  private static final Pattern CITATION = Pattern.compile("\\[([A-Z]\\d+)\\]");

  /** A rule, and what its lines say pins it; null if they do not say. */
  private record Rule(String group, int number, String pins) {
    String id() {
      return group + number;
    }
  }

  private static List<Rule> rules() throws IOException {
    List<Rule> rules = new ArrayList<>();
    List<String> lines = Files.readAllLines(DOCUMENT);
    for (int first = 0; first < lines.size(); first++) {
      if (!lines.get(first).startsWith("- ")) {
        continue;
      }
      Matcher rule = RULE.matcher(lines.get(first));
      assertThat(rule.matches()).as("the form of a rule: " + lines.get(first)).isTrue();
      String pins = null;
      for (int next = first + 1; next < lines.size() && lines.get(next).startsWith("  "); next++) {
        if (lines.get(next).startsWith("  *Pinned:* ")) {
          pins = lines.get(next);
        }
      }
      rules.add(new Rule(rule.group(1), Integer.parseInt(rule.group(2)), pins));
    }
    assertThat(rules).hasSizeGreaterThan(100);
    return rules;
  }

  @Test
  void everyRuleIsPinnedByTestsThatExist() throws Exception {
    List<String> faults = new ArrayList<>();
    for (Rule rule : rules()) {
      if (rule.pins() == null) {
        faults.add(rule.id() + " is not pinned");
        continue;
      }
      int count = 0;
      for (Matcher pin = PIN.matcher(rule.pins()); pin.find(); count++) {
        if (!exists(pin.group(1))) {
          faults.add(rule.id() + " is pinned by what does not exist: " + pin.group(1));
        }
      }
      if (count == 0) {
        faults.add(rule.id() + " names no test");
      }
    }

    assertThat(faults).isEmpty();
  }

  private static boolean exists(String pin) {
    Matcher family = FAMILY.matcher(pin);
    if (family.matches()) {
      return SemanticsDocumentTest.class.getResource("/corpus/" + family.group(1) + ".jsonl")
          != null;
    }
    Matcher method = METHOD.matcher(pin);
    return method.matches() && isTest(method.group(1), method.group(2));
  }

  private static boolean isTest(String className, String methodName) {
    Class<?> type;
    try {
      type = Class.forName(SemanticsDocumentTest.class.getPackageName() + "." + className);
    } catch (ClassNotFoundException absent) {
      return false;
    }
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(methodName)
          && AnnotationSupport.isAnnotated(method, Testable.class)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void rulesAreNumberedInSequenceAndStandInTheirSections() throws Exception {
    String section = "";
    int expected = 0;
    Set<String> sections = new HashSet<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher heading = SECTION.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (heading.matches() || line.startsWith("## Deviations")) {
        section = heading.matches() ? heading.group(1) : "D";
        expected = 0;
        assertThat(sections.add(section)).as("one section " + section).isTrue();
      } else if (rule.matches()) {
        expected++;
        assertThat(rule.group(1) + rule.group(2)).isEqualTo(section + expected);
      }
    }

    assertThat(sections).hasSize(16);
  }

  @Test
  void theTableOfCostsIsWhatIsMeasured() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (COST.matcher(line).matches()) {
        rows.add(line);
      }
    }

    assertThat(rows)
        .containsExactlyElementsOf(
            TickCostTest.costs().stream()
                .map(cost -> "| " + cost.construct() + " | " + cost.ticks() + " |")
                .toList());
  }

  @Test
  void everyRuleThatTheSourcesCiteExists() throws Exception {
    Set<String> known = new HashSet<>();
    rules().forEach(rule -> known.add(rule.id()));
    Set<String> unknown = new TreeSet<>();
    int cited = 0;
    for (Path source : sources()) {
      for (Matcher rule = CITATION.matcher(Files.readString(source)); rule.find(); cited++) {
        if (!known.contains(rule.group(1))) {
          unknown.add(HOUSE.relativize(source) + " cites " + rule.group());
        }
      }
    }

    assertThat(unknown).isEmpty();
    assertThat(cited).isPositive();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("api", "loop-core", "testkit", "conformance")) {
      try (Stream<Path> files = Files.walk(HOUSE.resolve(module).resolve("src"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    if (sources.isEmpty()) {
      fail("no sources below " + HOUSE);
    }
    return sources;
  }
}
