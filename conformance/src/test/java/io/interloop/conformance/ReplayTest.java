// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command: what it prints, and its exit code. */
class ReplayTest {
  private static final String RIGHT =
      """
      {"id":"right","coros":{"main":[["log","a"],["sleep",2],["log","b"],["return",1]]},\
      "trace":[[0,"main","log","a"],[2,"main","log","b"],[2,"-","end","main","result 1"]]}
      """;

  private static final String WRONG =
      """
      {"id":"wrong","coros":{"main":[["try",[["raise","E1"]],[["E1",[["log","a"]]]],[["log","z"]]]]},\
      "trace":[[0,"main","caught","E1"],[0,"main","log","b"],[0,"main","log","z"],\
      [0,"-","end","main","result null"]]}
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int replay(String... lines) throws Exception {
    Path file = Files.writeString(directory.resolve("some.jsonl"), String.join("", lines));
    return run(file.toString());
  }

  private int run(String... arguments) {
    return Replay.run(
        List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private String printed() {
    return out.toString(UTF_8);
  }

  private String complaint() {
    return err.toString(UTF_8);
  }

  @Test
  void countsWhatPassed() throws Exception {
    assertThat(replay(RIGHT, RIGHT)).isEqualTo(0);
    assertThat(printed()).isEqualTo("2 passed, 0 failed\n");
  }

  @Test
  void aDirectoryStandsForTheFilesInIt() throws Exception {
    Files.writeString(directory.resolve("a.jsonl"), RIGHT);
    Files.writeString(directory.resolve("b.jsonl"), RIGHT + RIGHT);
    Files.writeString(directory.resolve("README"), "not a corpus");

    assertThat(run(directory.toString())).isEqualTo(0);
    assertThat(printed()).isEqualTo("3 passed, 0 failed\n");
  }

  @Test
  void aDifferenceIsShownSideBySideWithTheProgram() throws Exception {
    assertThat(replay(RIGHT, WRONG)).isEqualTo(1);
    assertThat(printed().lines())
        .containsExactly(
            "wrong differs from entry 1 on",
            "        CPython                             Interloop",
            "     0  [0,\"main\",\"caught\",\"E1\"]            [0,\"main\",\"caught\",\"E1\"]",
            "!    1  [0,\"main\",\"log\",\"b\"]                [0,\"main\",\"log\",\"a\"]",
            "     2  [0,\"main\",\"log\",\"z\"]                [0,\"main\",\"log\",\"z\"]",
            "     3  [0,\"-\",\"end\",\"main\",\"result null\"]"
                + "  [0,\"-\",\"end\",\"main\",\"result null\"]",
            "main:",
            "  try",
            "    raise \"E1\"",
            "  except E1",
            "    log \"a\"",
            "  finally",
            "    log \"z\"",
            "",
            "1 passed, 1 failed");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(run("nowhere.jsonl")).isEqualTo(2);
    assertThat(complaint()).isEqualTo("nowhere.jsonl: no such file\n");
    assertThat(printed()).isEmpty();
  }

  @Test
  void aMalformedLineIsNamedBeforeAnythingIsReplayed() throws Exception {
    assertThat(replay(WRONG, "{\"coros\":{\"main\":[[\"sleep\"]]},\"trace\":[]}\n")).isEqualTo(2);
    assertThat(complaint())
        .endsWith("some.jsonl:2: wrong or missing argument 'delay': [\"sleep\"]\n")
        .hasLineCount(1);
    assertThat(printed()).isEmpty();
  }

  @Test
  void whatIsNoJsonIsNamed() throws Exception {
    assertThat(replay(RIGHT, "{\"id\":")).isEqualTo(2);
    assertThat(complaint()).contains("some.jsonl:2: not JSON: ").hasLineCount(1);
  }

  @Test
  void withoutAFileItSaysHowItIsUsed() {
    assertThat(run()).isEqualTo(2);
    assertThat(complaint()).isEqualTo("usage: Replay FILE.jsonl...\n");
  }

  @Test
  void unnamedTasksAreComparedByTheirDistances() throws Exception {
    assertThat(replay(unnamed(7, 8))).isEqualTo(0);
    assertThat(replay(unnamed(7, 9))).isEqualTo(1);
  }

  private static String unnamed(int first, int second) {
    return """
    {"id":"unnamed","coros":{"c":[["log","a"]],"main":[["gather","g",["coro:c","coro:c"],false],\
    ["await","g"]]},"trace":[[0,"Task-%d","log","a"],[0,"Task-%d","log","a"],\
    [0,"main","awaited","g","[null,null]"],[0,"-","end","main","result null"]]}
    """
        .formatted(first, second);
  }

  @Test
  void aProgramThatGoesOnForTooLongHasNoTrace() throws Exception {
    assertThat(
            replay(
                "{\"id\":\"long\",\"coros\":{\"main\":[[\"repeat\",5000,[[\"log\",\"a\"]]]]},"
                    + "\"trace\":null}"))
        .isEqualTo(0);
  }
}
