// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.Conversions.convert;
import static io.interloop.asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.Conversion;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.Conversions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.asyncio.Runner;
import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ordered pair of the types that are described, in every case that the pair can have. */
@ExtendWith(LoopExtension.class)
class ConversionMatrixTest {

  enum When {
    DONE_ALREADY,
    DONE_LATER
  }

  /** From one type to another. */
  record Pair(Specimen<?> from, Specimen<?> to) {
    Traits source() {
      return from.described().traits();
    }

    Traits target() {
      return to.described().traits();
    }

    /** Whether what is converted is returned itself. */
    boolean same() {
      return to.type().isAssignableFrom(from.type());
    }

    boolean manyToOne() {
      return source().cardinality() == Cardinality.MANY
          && (target().cardinality() == Cardinality.ONE
              || target().cardinality() == Cardinality.OPTIONAL);
    }

    boolean neverFits() {
      return source().cardinality() == Cardinality.NONE
          && target().cardinality() == Cardinality.ONE
          && !target().holdsNull();
    }

    Object convert(Object source) {
      return convert(source, ConversionOptions.DEFAULT);
    }

    Object convert(Object source, ConversionOptions options) {
      Conversion conversion = Conversions.convert(source).with(options);
      return (manyToOne() ? conversion.first() : conversion).to(to.type());
    }

    @Override
    public String toString() {
      return from + " to " + to;
    }
  }

  private static Stream<Pair> pairs() {
    List<Specimen<?>> all = Specimen.all();
    return all.stream().flatMap(from -> all.stream().map(to -> new Pair(from, to)));
  }

  private static Stream<Pair> convertible() {
    return pairs().filter(pair -> !pair.same() && !pair.neverFits());
  }

  private static Stream<Object[]> inBothMoments(Predicate<Pair> condition) {
    return convertible()
        .filter(condition)
        .flatMap(pair -> Stream.of(When.values()).map(when -> new Object[] {pair, when}));
  }

  static Stream<Object[]> eachCase() {
    return inBothMoments(pair -> true);
  }

  static Stream<Object[]> withValue() {
    return inBothMoments(pair -> pair.source().cardinality() != Cardinality.NONE);
  }

  static Stream<Object[]> withoutValue() {
    return inBothMoments(
        pair -> pair.source().cardinality() != Cardinality.ONE || pair.source().holdsNull());
  }

  static Stream<Pair> same() {
    return pairs().filter(Pair::same);
  }

  static Stream<Pair> refused() {
    return pairs().filter(pair -> !pair.same() && (pair.manyToOne() || pair.neverFits()));
  }

  static Stream<Pair> targetsThatCancel() {
    return convertible().filter(pair -> pair.target().cancellable());
  }

  static Stream<Pair> targetsThatDetach() {
    return targetsThatCancel()
        .filter(pair -> pair.source().cardinality() != Cardinality.MANY)
        .filter(pair -> pair.from().type() != Awaitable.class); // it is part of the target's task
  }

  @Test
  void everyTypeThatIsDescribedHasASpecimen() {
    assertThat(Specimen.all())
        .extracting(Specimen::type)
        .map(type -> (Object) type)
        .containsExactlyInAnyOrderElementsOf(
            Conversions.installed().types().stream()
                .map(ForeignType::type)
                .map(t -> (Object) t)
                .toList());
  }

  // ---- how it ends

  private static void ends(Pair pair, When when, Work.Ending ending, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Work work = new Work(trail);
      Object source = pair.from().make(work);
      if (when == When.DONE_ALREADY) {
        work.end(ending);
      }
      Observation observation = new Observation(trail);
      Runnable unused = pair.to().observe(pair.convert(source), observation);
      if (when == When.DONE_LATER) {
        someTicks();
        work.end(ending);
      }
      observation.awaitEnd();
      if (ending.failure() instanceof IOException) {
        assertThat(observation.failure()).isSameAs(ending.failure());
      }
    });
  }

  private static void someTicks() throws Exception {
    for (int tick = 0; tick < 20; tick++) {
      sleep(Duration.ZERO).await();
    }
  }

  private static String[] expected(Traits target, List<String> items) {
    List<String> expected = new ArrayList<>();
    switch (target.cardinality()) {
      case MANY -> {
        items.forEach(item -> expected.add("item " + item));
        expected.add("end");
      }
      case NONE -> expected.add("end");
      case OPTIONAL -> expected.add(items.isEmpty() ? "end" : "value " + items.get(0));
      case ONE -> {
        if (!items.isEmpty()) {
          expected.add("value " + items.get(0));
        } else {
          expected.add(target.holdsNull() ? "value null" : "failed NullPointerException");
        }
      }
    }
    return expected.toArray(String[]::new);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("withValue")
  void carriesTheValues(Pair pair, When when, Runner runner, Trail trail) throws Exception {
    boolean many = pair.source().cardinality() == Cardinality.MANY;
    Work.Ending ending = many ? Work.Ending.of("a", "b") : Work.Ending.of("a");
    ends(pair, when, ending, runner, trail);

    trail.assertIs(expected(pair.target(), ending.items()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("withoutValue")
  void carriesThatThereIsNoValue(Pair pair, When when, Runner runner, Trail trail)
      throws Exception {
    ends(pair, when, Work.Ending.of(), runner, trail);

    trail.assertIs(expected(pair.target(), List.of()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("eachCase")
  void carriesTheVeryFailure(Pair pair, When when, Runner runner, Trail trail) throws Exception {
    ends(pair, when, Work.Ending.failure(new IOException("boom")), runner, trail);

    trail.assertIs("failed IOException");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("eachCase")
  void carriesThatTheSourceWasCancelled(Pair pair, When when, Runner runner, Trail trail)
      throws Exception {
    ends(pair, when, Work.Ending.cancelled(), runner, trail);

    trail.assertIs("cancelled");
  }

  // ---- cancelled from the target's side

  /** Returns whether the source runs on. */
  private static boolean cancelled(
      Pair pair, When when, ConversionOptions options, Runner runner, Trail trail)
      throws Exception {
    return runner.run(() -> {
      Work work = new Work(trail);
      Object source = pair.from().make(work);
      Object target = pair.convert(source, options);
      Runnable cancel = pair.to().observe(target, new Observation(trail));
      if (when == When.DONE_LATER) {
        someTicks();
      }
      cancel.run();
      someTicks();
      boolean runs = work.runs();
      work.end(Work.Ending.cancelled()); // lets the threads go that wait for it
      return runs;
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targetsThatCancel")
  void cancellingTheTargetCancelsTheSource(Pair pair, Runner runner, Trail trail) throws Exception {
    boolean runs = cancelled(pair, When.DONE_LATER, ConversionOptions.DEFAULT, runner, trail);

    assertThat(runs).isEqualTo(!pair.source().cancellable());
    assertThat(trail.entries().stream().filter("source cancelled"::equals).count())
        .isEqualTo(runs ? 0 : 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targetsThatCancel")
  void cancellingTheTargetAtOnceLeavesNothingRunning(Pair pair, Runner runner, Trail trail)
      throws Exception {
    boolean runs = cancelled(pair, When.DONE_ALREADY, ConversionOptions.DEFAULT, runner, trail);

    assertThat(runs).isEqualTo(!pair.source().cancellable());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targetsThatDetach")
  void detachLeavesTheSourceRunning(Pair pair, Runner runner, Trail trail) throws Exception {
    ConversionOptions detach = ConversionOptions.DEFAULT.withOnCancel(OnCancel.DETACH);

    assertThat(cancelled(pair, When.DONE_LATER, detach, runner, trail)).isTrue();
    assertThat(trail.entries()).doesNotContain("source cancelled");
  }

  // ---- start

  @ParameterizedTest(name = "{0}")
  @MethodSource("convertible")
  void hotTargetsStartAtOnceAndColdOnesWithASubscription(Pair pair, Runner runner, Trail trail)
      throws Exception {
    boolean expected =
        pair.source().start() == Start.RUNNING || pair.target().start() == Start.RUNNING;
    runner.run(() -> {
      Work work = new Work(trail);
      Object target = pair.convert(pair.from().make(work));
      someTicks();

      assertThat(work.runs()).isEqualTo(expected);
      work.end(Work.Ending.of("a"));
      someTicks();
      assertThat(target).isNotNull();
    });
  }

  // ---- what is not converted

  @ParameterizedTest(name = "{0}")
  @MethodSource("same")
  void convertingToTheOwnTypeReturnsTheSourceItself(Pair pair, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Object source = pair.from().make(new Work(trail));

      assertThat((Object) convert(source).to(pair.to().type())).isSameAs(source);
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void numbersThatDoNotFitAreNamedWithTheCure(Pair pair, Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Conversion conversion = convert(pair.from().make(new Work(trail)));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> conversion.to(pair.to().type()))
          .withMessageContainingAll(
              pair.source().name() + " has " + pair.source().cardinality().words(),
              pair.target().name(),
              pair.manyToOne()
                  ? "has "
                      + pair.target().cardinality().words()
                      + ": convert(source).first() takes the first"
                  : "must have one: convert to a type that may be empty");
    });
  }

  // ---- off the loop

  @ParameterizedTest(name = "{0}")
  @MethodSource("convertible")
  void worksOffTheLoopIfOneIsNamed(Pair pair, Runner runner, Trail trail) throws Exception {
    EventLoop loop = runner.getLoop();
    Work work = new Work(trail);
    Object source = runner.run(() -> pair.from().make(work));
    Conversion conversion = convert(source);
    conversion = pair.manyToOne() ? conversion.first() : conversion;
    Class<?> type = pair.to().type();
    if (type != Awaitable.class && type != AsyncStream.class && !(source instanceof Future<?>)) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> convert(source).first().to(type)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("convert(source).on(loop)");
    }
    Object target = conversion.on(loop).to(type);
    runner.run(() -> {
      Observation observation = new Observation(trail);
      Runnable unused = pair.to().observe(target, observation);
      someTicks();
      work.end(Work.Ending.of("a"));
      observation.awaitEnd();
    });

    boolean none = pair.source().cardinality() == Cardinality.NONE;
    trail.assertIs(expected(pair.target(), none ? List.of() : List.of("a")));
  }
}
