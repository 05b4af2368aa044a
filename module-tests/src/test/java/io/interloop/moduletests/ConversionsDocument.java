// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import io.interloop.Conversions;
import io.interloop.EventLoop;
import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignType;
import io.interloop.spi.Traits;
import io.interloop.testkit.Trail;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** docs/CONVERSIONS.md, from what is described and from what conversions do. Made on a loop. */
final class ConversionsDocument {
  static final String COMMAND =
      "mvn -ntp -q -pl module-tests -am verify -Dtest=ConversionsDocumentTest"
          + " -Dinterloop.docs=write -Dsurefire.failIfNoSpecifiedTests=false";

  private static final String HEAD =
      """
      # Any to any

      ```java
      Mono<User> user = convert(single).on(loop).to(Mono.class);
      Flowable<Row> rows = convert(flux).on(loop).to(Flowable.class);
      String name = await(mono);
      ```

      `convert` is `io.interloop.Conversions.convert`, `await` is `io.interloop.asyncio.Asyncio.await`. On a running loop
      `.on(loop)` may be left out. What each adapter on the path describes converts to and from everything else. This page
      is generated from these descriptions, and from conversions that are made; to write it again:

      ```
      COMMAND
      ```

      ## The types

      | type | values | starts | null | what cancels it |
      |---|---|---|---|---|
      """;

  private static final String LEGEND =
      """

      *hot* runs anyway, and all who wait share it; as a target it begins at once. *cold* begins anew for each subscriber.
      *read once* begins when it is read, and has one reader.

      An object counts as the most specific of these types. A future that can only be waited for by blocking is a
      `java.util.concurrent.Future` only if it is nothing else; it costs a thread while it is pending.

      ## Every pair

      From the type on the left to the type above.

      | | means |
      |---|---|
      | = | it is one already: the very object is returned |
      | 1 | the value; none is null, null is none |
      | 1! | the value; if there is none, it fails with a `NullPointerException` |
      | 0 | the end or the failure. A value goes to the discard hook, unless the source is hot and has other readers |
      | n | all values, as many as are requested |
      | 0..1 | at most one item: none if the value is null or there is none |
      | first | only with `convert(source).first()`; without it an error names both numbers |
      | no | refused: it could never succeed |

      """;

  private static final String TAIL =
      """

      ## In common

      * **Thread.** Between the two runs a loop: the running one, or the one that `.on(loop)` names. Targets signal on it.
      * **Cancelling the target** cancels the source, each in its library's way; `OnCancel.DETACH` leaves the source running,
        `OnCancel.LAST_WAITER` waits for the last of those who share a hot one. It reaches a hot source from the moment on
        that the target is subscribed to. A stream has no detach.
      * **A source that is cancelled** cancels the target, or fails it with a `CancellationException`.
      * **Failures** are the very exception.
      * **`await(source)`** takes what has one value at the most.
      * **`group.adopt(source)`** makes any of them a child of a task group; also a `Flow.Subscription`, a
        `org.reactivestreams.Subscription`, and RxJava's and Reactor's `Disposable`, which are cancelled when the group ends.

      An adapter of your own is a `io.interloop.spi.ForeignTypes`: a description and two functions for each type, found by
      `ServiceLoader`.
      """;

  private ConversionsDocument() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEAD.replace("COMMAND", COMMAND));
    List<Specimen<?>> all = Specimen.all();
    for (ForeignType<?> type : Conversions.installed().types()) {
      Traits traits = type.traits();
      row(
          text,
          List.of(
              "`" + traits.name() + "`",
              traits.cardinality().words(),
              traits.start().words(),
              nulls(traits),
              traits.cancelling()));
    }
    text.append(LEGEND);
    row(text, names("", all));
    row(
        text,
        all.stream().map(one -> "---").collect(Collectors.toCollection(() -> startingWith("---"))));
    for (Specimen<?> from : all) {
      List<String> cells = startingWith("**" + from + "**");
      all.forEach(to -> cells.add(cell(from, to)));
      row(text, cells);
    }
    return text.append(TAIL).toString();
  }

  private static List<String> startingWith(String first) {
    List<String> cells = new java.util.ArrayList<>();
    cells.add(first);
    return cells;
  }

  private static List<String> names(String first, List<Specimen<?>> all) {
    List<String> names = startingWith(first);
    all.forEach(one -> names.add(one.toString()));
    return names;
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String nulls(Traits traits) {
    return switch (traits.cardinality()) {
      case NONE -> "";
      case OPTIONAL -> "empty";
      case ONE -> traits.holdsNull() ? "a value" : "an error";
      case MANY -> "no item";
    };
  }

  /** What a conversion does, by making it. */
  private static String cell(Specimen<?> from, Specimen<?> to) {
    Object source = from.make(new Work(new Trail()));
    Traits wanted = to.described().traits();
    Object target;
    try {
      target = convert(source, to);
    } catch (IllegalArgumentException refused) {
      return Objects.requireNonNull(refused.getMessage()).contains(".first()") ? "first" : "no";
    }
    if (target == source) {
      return "=";
    }
    boolean many = from.described().traits().cardinality() == Cardinality.MANY;
    return switch (wanted.cardinality()) {
      case NONE -> "0";
      case OPTIONAL -> "1";
      case ONE -> wanted.holdsNull() ? "1" : "1!";
      case MANY -> many ? "n" : "0..1";
    };
  }

  private static Object convert(Object source, Specimen<?> to) {
    return Conversions.convert(source).on(EventLoop.running()).to(to.type());
  }
}
