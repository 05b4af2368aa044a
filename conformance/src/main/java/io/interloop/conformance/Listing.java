// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints a program, a statement a line, blocks indented. */
final class Listing {
  private final StringBuilder text = new StringBuilder();

  private Listing() {}

  static String of(JsonNode coroutines) {
    Listing listing = new Listing();
    coroutines
        .properties()
        .forEach(entry -> {
          listing.text.append(entry.getKey()).append(":\n");
          listing.block(entry.getValue(), "  ");
        });
    return listing.text.toString();
  }

  private void block(JsonNode statements, String indent) {
    statements.forEach(statement -> statement(statement, indent));
  }

  private void statement(JsonNode statement, String indent) {
    text.append(indent).append(statement.path(0).asText());
    for (int i = 1; i < statement.size(); i++) {
      JsonNode argument = statement.get(i);
      if (!isBlock(argument)) {
        text.append(' ').append(argument);
      }
    }
    text.append('\n');
    for (JsonNode argument : statement) {
      if (isBlock(argument)) {
        block(argument, indent + "  ");
      }
    }
  }

  private static boolean isBlock(JsonNode argument) {
    return argument.path(0).isArray();
  }
}
