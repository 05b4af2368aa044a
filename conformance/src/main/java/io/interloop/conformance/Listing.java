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
    if (statement.path(0).asText().equals("try")) {
      attempt(statement, indent);
      return;
    }
    text.append(indent).append(statement.path(0).asText());
    for (int i = 1; i < statement.size(); i++) {
      if (!isBlock(statement.get(i))) {
        text.append(' ').append(statement.get(i));
      }
    }
    text.append('\n');
    for (JsonNode argument : statement) {
      if (isBlock(argument)) {
        block(argument, indent + "  ");
      }
    }
  }

  private void attempt(JsonNode statement, String indent) {
    text.append(indent).append("try\n");
    block(statement.path(1), indent + "  ");
    for (JsonNode handler : statement.path(2)) {
      text.append(indent).append("except ").append(handler.path(0).asText()).append('\n');
      block(handler.path(1), indent + "  ");
    }
    if (isBlock(statement.path(3))) {
      text.append(indent).append("finally\n");
      block(statement.path(3), indent + "  ");
    }
  }

  private static boolean isBlock(JsonNode argument) {
    return argument.path(0).isArray();
  }
}
