// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes {@link Statement}s of their JSON arrays, and refuses what is none. */
final class StatementReader {
  private static final Map<String, Class<?>> BY_NAME =
      Stream.concat(
              Stream.of(Statement.Reraise.class),
              Stream.of(Immediate.class, Suspending.class)
                  .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses())))
          .collect(Collectors.toUnmodifiableMap(StatementReader::nameOf, type -> type));

  private StatementReader() {}

  private static String nameOf(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a block of statements.
   *
   * @throws IllegalArgumentException if it is not one; says what is wrong
   */
  static List<Statement> read(JsonNode block) {
    return list(block, StatementReader::statement);
  }

  private static Statement statement(JsonNode array) {
    String name = array.path(0).asText();
    Class<?> type = BY_NAME.get(name);
    if (!array.isArray() || type == null) {
      throw new IllegalArgumentException("not a statement: " + array);
    }
    return (Statement) newRecord(type, array, 1);
  }

  /** Makes a record whose components stand in an array, from an index on. */
  private static Object newRecord(Class<?> type, JsonNode array, int from) {
    RecordComponent[] components = type.getRecordComponents();
    if (!array.isArray() || array.size() > from + components.length) {
      throw new IllegalArgumentException("too many arguments: " + array);
    }
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      JsonNode argument = array.path(from + i);
      boolean optional = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      Object value =
          optional && (argument.isNull() || argument.isMissingNode())
              ? null
              : convert(argument, components[i].getGenericType());
      if (value == null && !optional) {
        throw new IllegalArgumentException(
            "wrong or missing argument '" + components[i].getName() + "': " + array);
      }
      arguments[i] = value;
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException defect) {
      throw new LinkageError(type + " has no canonical constructor", defect);
    }
  }

  /** Returns a node as a component's type wants it, or null if it is something else. */
  private static @Nullable Object convert(JsonNode node, Type type) {
    if (type == String.class) {
      return node.isTextual() ? node.textValue() : null;
    } else if (type == int.class) {
      return node.canConvertToInt() ? node.intValue() : null;
    } else if (type == boolean.class) {
      return node.isBoolean() ? node.booleanValue() : null;
    } else if (type == Duration.class) {
      return node.isNumber() ? seconds(node) : null;
    } else if (type == Object.class) {
      return Values.of(node);
    } else if (type == Immediate.QueueKind.class) {
      return Immediate.QueueKind.valueOf(node.asText().toUpperCase(Locale.ROOT));
    } else if (type == Statement.Handler.class) {
      return newRecord(Statement.Handler.class, node, 0);
    } else if (type == Statement.class) {
      return statement(node);
    } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type element = list.getActualTypeArguments()[0];
      return list(node, item -> convert(item, element));
    }
    throw new LinkageError("no argument of a statement is a " + type);
  }

  private interface Reader {
    @Nullable Object read(JsonNode node);
  }

  @SuppressWarnings("unchecked") // the caller names the element's type by what it reads
  private static <T> List<T> list(JsonNode array, Reader reader) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("not a list: " + array);
    }
    List<T> items = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      Object item = reader.read(node);
      if (item == null) {
        throw new IllegalArgumentException("out of place: " + node + " in " + array);
      }
      items.add((T) item);
    }
    return List.copyOf(items);
  }

  private static Duration seconds(JsonNode number) {
    return number.isIntegralNumber()
        ? Duration.ofSeconds(number.longValue())
        : Duration.ofNanos(Math.round(number.doubleValue() * 1e9));
  }
}
