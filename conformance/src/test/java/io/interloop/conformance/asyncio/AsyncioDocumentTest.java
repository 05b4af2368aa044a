// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/ASYNCIO.md names nothing that does not exist, and leaves nothing out without a reason. */
class AsyncioDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "ASYNCIO.md");

  private static final List<String> PACKAGES =
      List.of("io.interloop.", "io.interloop.asyncio.", "java.util.concurrent.");

  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\.(\\w+))?`");

  private record Row(String asyncio, String java, String remark) {}

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("| ") && !line.equals("| asyncio | Java | remark |")) {
        String[] cells = line.substring(2).split(" \\| ?", -1);
        assertThat(cells).as("the cells of: " + line).hasSizeBetween(3, 4);
        rows.add(new Row(cells[0], cells[1], cells[2].replaceFirst("\\s*\\|$", "")));
      }
    }
    assertThat(rows).hasSizeGreaterThan(80);
    return rows;
  }

  @Test
  void everyJavaNameExists() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Row row : rows()) {
      int names = 0;
      for (Matcher name = NAME.matcher(row.java()); name.find(); names++) {
        if (!exists(name.group(1), name.group(2))) {
          missing.add(name.group() + " for " + row.asyncio());
        }
      }
      if (names == 0 && !row.java().equals("none") && !row.java().equals("later")) {
        missing.add("no Java name for " + row.asyncio());
      }
    }

    assertThat(missing).isEmpty();
  }

  private static boolean exists(String typeName, String member) {
    return PACKAGES.stream()
        .map(prefix -> publicTypeOrNull(prefix + typeName))
        .filter(Objects::nonNull)
        .limit(1) // the house's own Future, not the JDK's
        .anyMatch(type -> member == null || hasMember(type, member));
  }

  private static Class<?> publicTypeOrNull(String name) {
    try {
      Class<?> type = Class.forName(name);
      return Modifier.isPublic(type.getModifiers()) ? type : null;
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }

  private static boolean hasMember(Class<?> type, String name) {
    return Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals(name))
        || Stream.of(type.getFields()).anyMatch(field -> field.getName().equals(name));
  }

  @Test
  void whatIsNotThereHasAReason() throws Exception {
    assertThat(rows())
        .filteredOn(row -> row.java().equals("none") || row.java().equals("later"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.remark()).as(row.asyncio()).isNotBlank());
  }

  @Test
  void noNameIsListedTwice() throws Exception {
    Set<String> seen = new HashSet<>();
    assertThat(rows()).allSatisfy(row -> assertThat(seen.add(row.asyncio())).isTrue());
  }
}
