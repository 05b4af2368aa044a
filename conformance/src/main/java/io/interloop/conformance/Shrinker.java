// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a program smaller as long as it keeps a property: whole coroutines and runs of statements
 * go first, then single statements, the scopes around statements, handlers.
 */
final class Shrinker {
  private final List<ObjectNode> candidates = new ArrayList<>();
  private final ObjectNode program;

  private Shrinker(ObjectNode program) {
    this.program = program;
  }

  /** Finds, among programs, the first that has the property. */
  interface Search {
    Optional<ObjectNode> first(List<ObjectNode> programs) throws IOException, InterruptedException;
  }

  /**
   * Shrinks a program.
   *
   * @param program its coroutines, by name; has the property
   * @return the smallest program found that has the property too
   */
  static ObjectNode shrink(ObjectNode program, Search search)
      throws IOException, InterruptedException {
    ObjectNode smallest = program;
    Optional<ObjectNode> smaller = search.first(smallerThan(program));
    while (smaller.isPresent()) {
      smallest = smaller.get();
      smaller = search.first(smallerThan(smallest));
    }
    return smallest;
  }

  /** Returns every program that is one step smaller, those first that leave out most. */
  static List<ObjectNode> smallerThan(ObjectNode program) {
    Shrinker shrinker = new Shrinker(program);
    shrinker.leaveOutCoroutines();
    program.properties().forEach(entry -> shrinker.shrinkBlock("/" + entry.getKey()));
    shrinker.candidates.sort((a, b) -> Integer.compare(size(a), size(b)));
    return shrinker.candidates;
  }

  private static int size(JsonNode node) {
    int size = 1;
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }

  private void leaveOutCoroutines() {
    for (var entry : program.properties()) {
      if (!entry.getKey().equals("main")) {
        ObjectNode copy = program.deepCopy();
        var unused = copy.remove(entry.getKey());
        candidates.add(copy);
      }
    }
  }

  /** Leaves out half of a block, a quarter, ... single statements; then looks into them. */
  private void shrinkBlock(String path) {
    int length = program.at(path).size();
    for (int run = length; run > 0; run /= 2) {
      for (int from = 0; from < length; from += run) {
        replace(path, from, Math.min(run, length - from), List.of());
      }
    }
    for (int i = 0; i < length; i++) {
      shrinkStatement(path, i);
    }
  }

  private void shrinkStatement(String block, int index) {
    String path = block + "/" + index;
    JsonNode statement = program.at(path);
    boolean attempt = statement.path(0).asText().equals("try");
    for (int i = 1; i < statement.size(); i++) {
      if (!statement.get(i).path(0).isArray()) {
        continue;
      }
      if (attempt && i == 2) {
        shrinkHandlers(path + "/2");
        continue;
      }
      List<JsonNode> body = new ArrayList<>();
      statement.get(i).forEach(body::add);
      replace(block, index, 1, body);
      shrinkBlock(path + "/" + i);
    }
    if (attempt && !statement.path(3).isNull()) {
      ObjectNode copy = program.deepCopy();
      ((ArrayNode) copy.at(path)).set(3, copy.nullNode());
      candidates.add(copy);
    }
  }

  private void shrinkHandlers(String path) {
    for (int i = 0; i < program.at(path).size(); i++) {
      replace(path, i, 1, List.of());
      shrinkBlock(path + "/" + i + "/1");
    }
  }

  private void replace(String path, int from, int count, List<JsonNode> with) {
    ObjectNode copy = program.deepCopy();
    ArrayNode block = (ArrayNode) copy.at(path);
    for (int i = 0; i < count; i++) {
      var unused = block.remove(from);
    }
    for (int i = 0; i < with.size(); i++) {
      block.insert(from + i, with.get(i).deepCopy());
    }
    candidates.add(copy);
  }
}
