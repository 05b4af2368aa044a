// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import io.interloop.spi.ForeignType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to say of a type that no adapter knows: often its adapter is only not there. */
final class UnknownType {

  /** The beginning of class names, and the artifact that knows such classes. */
  private static final Map<String, String> ADAPTERS =
      Map.of(
          "java.util.concurrent.CompletionStage", "interloop-adapter-completablefuture",
          "java.util.concurrent.Future", "interloop-adapter-completablefuture",
          "java.util.concurrent.Flow", "interloop-adapter-completablefuture",
          "io.reactivex.rxjava3.", "interloop-adapter-rx",
          "reactor.core.", "interloop-adapter-reactor",
          "org.reactivestreams.", "interloop-adapter-reactivestreams",
          "io.vertx.", "interloop-adapter-vertx");

  private UnknownType() {}

  static String source(Class<?> type, List<ForeignType<?>> known) {
    return message("cannot convert " + type.getName(), type, known);
  }

  static String target(Class<?> type, List<ForeignType<?>> known) {
    return message("cannot convert to " + type.getName(), type, known);
  }

  private static String message(String what, Class<?> type, List<ForeignType<?>> known) {
    String missing = missingAdapter(type, known);
    String cure =
        missing != null
            ? "add the dependency io.interloop:" + missing
            : "a provider of io.interloop.spi.ForeignTypes can add it";
    String names =
        known.stream().map(one -> one.traits().name()).sorted().collect(Collectors.joining(", "));
    return what + ", which no adapter here knows: " + cure + ". Known are " + names;
  }

  private static @Nullable String missingAdapter(Class<?> type, List<ForeignType<?>> known) {
    Set<Class<?>> supertypes = new LinkedHashSet<>();
    collect(type, supertypes);
    for (Class<?> supertype : supertypes) {
      for (Map.Entry<String, String> adapter : ADAPTERS.entrySet()) {
        String prefix = adapter.getKey();
        boolean here = known.stream().anyMatch(one -> one.type().getName().startsWith(prefix));
        if (supertype.getName().startsWith(prefix) && !here) {
          return adapter.getValue();
        }
      }
    }
    return null;
  }

  /** The class and its superclasses, then their interfaces. */
  private static void collect(Class<?> type, Set<Class<?>> into) {
    into.add(type);
    if (type.getSuperclass() != null) {
      collect(type.getSuperclass(), into);
    }
    for (Class<?> implemented : type.getInterfaces()) {
      collect(implemented, into);
    }
  }
}
