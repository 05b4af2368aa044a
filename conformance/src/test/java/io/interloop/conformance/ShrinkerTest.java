// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shrinking keeps the property, and what is left cannot be made smaller by one step. */
class ShrinkerTest {

  private static ObjectNode program(String json) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  private static ObjectNode shrinkWhileItContains(ObjectNode program, List<String> texts)
      throws Exception {
    return Shrinker.shrink(
        program,
        smaller ->
            smaller.stream()
                .filter(candidate -> texts.stream().allMatch(candidate.toString()::contains))
                .findFirst());
  }

  @Test
  void statementsScopesHandlersAndCoroutinesGo() throws Exception {
    ObjectNode large =
        program(
            """
            {'main': [['future', 'f'], ['lock', 'l'], ['with', 'l', [['log', 'a'], ['sleep', 1]]],
                      ['try', [['timeout', 'z', 1, [['await', 'f'], ['log', 'b']]]],
                       [['Timeout', [['log', 'c']]], ['Base', [['state', 'f'], ['reraise']]]],
                       [['log', 'd']]]],
             'c0': [['sleep', 1]], 'c1': [['repeat', 2, [['log', 'e']]]]}
            """);

    ObjectNode smallest =
        shrinkWhileItContains(
            large,
            List.of("['await','f']", "['state','f']").stream()
                .map(text -> text.replace('\'', '"'))
                .toList());

    assertThat(smallest)
        .isEqualTo(
            program("{'main': [['try', [['await', 'f']], [['Base', [['state', 'f']]]], null]]}"));
  }

  @Test
  void whatCannotBeMadeSmallerStays() throws Exception {
    ObjectNode small = program("{'main': [['log', 'a']]}");

    assertThat(shrinkWhileItContains(small, List.of("log"))).isEqualTo(small);
  }

  @Test
  void everyStepMakesAProgramSmaller() throws Exception {
    ObjectNode program =
        program("{'main': [['try', [['log', 'a']], [['E1', []]], [['log', 'b']]]], 'c': []}");

    assertThat(Shrinker.smallerThan(program))
        .contains(
            program("{'main': [], 'c': []}"),
            program("{'main': [['log', 'a']], 'c': []}"),
            program("{'main': [['try', [['log', 'a']], [], [['log', 'b']]]], 'c': []}"),
            program("{'main': [['try', [['log', 'a']], [['E1', []]], null]], 'c': []}"),
            program("{'main': [['try', [['log', 'a']], [['E1', []]], [['log', 'b']]]]}"))
        .allMatch(smaller -> smaller.toString().length() < program.toString().length());
  }
}
