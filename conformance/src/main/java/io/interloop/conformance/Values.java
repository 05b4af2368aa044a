// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.interloop.Future;
import io.interloop.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of a program, and how a trace writes them. */
final class Values {

  private Values() {}

  /** Returns what a JSON value is to a program: null, a string, a number, a boolean or a list. */
  static @Nullable Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.textValue();
      case NUMBER -> node.isIntegralNumber() ? (Object) node.bigIntegerValue() : node.doubleValue();
      case BOOLEAN -> node.booleanValue();
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        node.forEach(item -> items.add(of(item)));
        yield items;
      }
      case NULL -> null;
      case BINARY, MISSING, OBJECT, POJO ->
          throw new IllegalArgumentException("not a value: " + node);
    };
  }

  /** Writes a value. Of an outcome, it writes the value or the exception. */
  static String text(@Nullable Object value) {
    return switch (value) {
      case Throwable exception -> Exceptions.name(exception);
      case Outcome.Success<?>(Object result) -> text(result);
      case Outcome.Failure<?>(Throwable exception) -> Exceptions.name(exception);
      case Outcome.Cancelled<?>(Throwable exception) -> Exceptions.name(exception);
      case List<?> items ->
          items.stream().map(Values::text).collect(Collectors.joining(",", "[", "]"));
      case null -> "null";
      default -> value.toString();
    };
  }

  /** Writes how a future stands. */
  static String text(Future<?> future) {
    if (future.cancelled()) {
      return "cancelled";
    }
    return switch (future.outcome()) {
      case null -> "pending";
      case Outcome.Success<?>(Object result) -> "result " + text(result);
      // A gather whose child was cancelled has failed with that, and is not cancelled itself.
      case Outcome.Cancelled<?>(Throwable exception) -> "raised " + Exceptions.name(exception);
      case Outcome.Failure<?>(Throwable exception) -> "raised " + Exceptions.name(exception);
    };
  }
}
