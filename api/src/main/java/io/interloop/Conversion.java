// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.OneValueType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One conversion: from where, and how. {@link #to} or {@link #await} ends it.
 *
 * <p>What a conversion does is what the two adapters say of their types:
 *
 * <p><i>Result:</i> a source that is of the wanted type is returned itself. One value to many is
 * one item, or none if it is null. Many values to one is an error, unless {@link #first()} says
 * which. A type without a value, a Completable for instance, waits for the end; the values go to
 * the discard hook, unless they belong to a source that others share. What can never succeed, no
 * value to a type that must have one, is refused. <i>Start:</i> a hot target begins at once, a cold
 * one with each subscription; a hot source is shared, a cold one subscribed to anew, one that can
 * be read once fails the second time. <i>Thread:</i> between the two runs a loop; targets signal on
 * it. <i>Cancelling</i> the target cancels the source, each in its library's way, as far as {@link
 * ConversionOptions#onCancel()} and the source allow; a source that is cancelled cancels the
 * target, or fails it with a {@link java.util.concurrent.CancellationException}. <i>Failure:</i>
 * the very exception. <i>Empty and null:</i> no value is null, and null is no value; a type that
 * must have a value fails. <i>asyncio:</i> {@code ensure_future}, {@code wrap_future}.
 *
 * <p>Immutable, for any thread.
 */
public final class Conversion {
  private final Conversions conversions;
  private final Object source;
  private final ForeignType<?> type;
  private final @Nullable EventLoop loop;
  private final ConversionOptions options;
  private final boolean first;

  private Conversion(
      Conversions conversions,
      Object source,
      ForeignType<?> type,
      @Nullable EventLoop loop,
      ConversionOptions options,
      boolean first) {
    this.conversions = conversions;
    this.source = source;
    this.type = type;
    this.loop = loop;
    this.options = options;
    this.first = first;
  }

  Conversion(Conversions conversions, Object source, ForeignType<?> type) {
    this(conversions, source, type, null, ConversionOptions.DEFAULT, false);
  }

  // ---- how

  /**
   * Says on which loop to work. Without it that is the loop of a source that is a {@link Future},
   * or the one that runs the calling code.
   *
   * @param loop the loop
   */
  public Conversion on(EventLoop loop) {
    return new Conversion(
        conversions, source, type, Objects.requireNonNull(loop, "loop"), options, first);
  }

  /**
   * Says what to do on cancellation, with the rest, with late values.
   *
   * @param options the choices, for the source and the target
   */
  public Conversion with(ConversionOptions options) {
    return new Conversion(
        conversions, source, type, loop, Objects.requireNonNull(options, "options"), first);
  }

  /**
   * Takes the first of many values; {@link ConversionOptions#afterFirst()} says what becomes of the
   * rest. Changes nothing where there is one at the most.
   */
  public Conversion first() {
    return new Conversion(conversions, source, type, loop, options, true);
  }

  /**
   * Says as what the source counts, if it is of several types.
   *
   * @param type one of them
   * @throws IllegalArgumentException if the source is no such object, or the type is not known
   */
  public Conversion as(Class<?> type) {
    ForeignType<?> chosen = conversions.named(type);
    if (!type.isInstance(source)) {
      throw new IllegalArgumentException(
          source.getClass().getName() + " is no " + chosen.traits().name());
    }
    return new Conversion(conversions, source, chosen, loop, options, first);
  }

  // ---- the end

  /**
   * Converts. The result is of the class that is asked for, with the type parameter that the caller
   * expects, unchecked: {@code Mono<String> name = convert(single).to(Mono.class)}.
   *
   * @param <F> the type to convert to
   * @param target its class
   * @return the source itself, if it is one
   * @throws IllegalArgumentException if the type is not known, or the numbers of values do not fit
   * @throws IllegalStateException if a loop is needed and none is running or named
   */
  @SuppressWarnings("unchecked") // erasure: the class that is asked for is all there is to check
  public <F> F to(Class<? super F> target) {
    if (isAlready(target)) {
      return (F) source;
    }
    ForeignType<F> wanted = (ForeignType<F>) conversions.named(target);
    checkFits(wanted.traits());
    if (wanted.type() == Awaitable.class) {
      return (F) anyLoop(one(wanted.traits().cardinality()));
    }
    if (wanted.type() == AsyncStream.class) {
      return (F) new LazyStream<>(many());
    }
    EventLoop where = loopFor(wanted.traits());
    return switch (wanted) {
      case OneValueType<F> oneValue ->
          oneValue
              .fromHub()
              .convert(where, onLoop(where, one(wanted.traits().cardinality())), options);
      case ManyValuesType<F> manyValues -> manyValues.fromHub().convert(where, many(), options);
    };
  }

  /**
   * Waits for the value. Must be called in a task.
   *
   * @param <T> the type that the caller expects, unchecked
   * @return the value, or null if there is none
   * @throws Exception what the source failed with
   * @throws CancelledError if the source or the current task is cancelled
   * @throws IllegalArgumentException if there are many values, and {@link #first()} did not choose
   */
  @CanIgnoreReturnValue
  // The alternative is a cast; and a source that can be empty has a nullable T.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  public <T extends @Nullable Object> T await() throws Exception {
    if (isMany()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has many values, and await takes one: convert(source).first().await() takes the"
                  + " first, to(AsyncStream.class) all of them",
              type.traits().name()));
    }
    return (T) onLoop(EventLoop.running(), one(Cardinality.ONE)).await();
  }

  /**
   * Returns a coroutine that runs the source to its end.
   *
   * @param <T> the type of the value, unchecked
   * @return a coroutine with the value as its result; of many values it discards each, and its
   *     result is null
   */
  @SuppressWarnings("unchecked") // as await
  public <T extends @Nullable Object> Awaitable<T> completion() {
    Awaitable<@Nullable Object> end =
        isMany() ? Taking.end(stream(options), options) : one(Cardinality.ONE);
    return (Awaitable<T>) anyLoop(end);
  }

  /**
   * Cancels the source if it is one that runs already, as far as it and {@link
   * ConversionOptions#onCancel()} allow; a cold one has not begun. What comes of it later goes to
   * the discard hook or to the loop's exception handler. Must be called on a running loop.
   */
  public void cancel() {
    if (type.traits().start() == Start.RUNNING) {
      EventLoop.running().createTask(TaskOptions.DEFAULT.eager(), completion()).cancel();
    }
  }

  // ---- whether it fits

  private boolean isAlready(Class<?> target) {
    boolean otherLoop =
        loop != null && source instanceof Future<?> future && future.getLoop() != loop;
    boolean fewer = first && type.traits().cardinality() == Cardinality.MANY;
    return target.isInstance(source) && !fewer && !otherLoop;
  }

  private boolean isMany() {
    return type.traits().cardinality() == Cardinality.MANY && !first;
  }

  private void checkFits(Traits wanted) {
    Traits had = type.traits();
    boolean wantsOne =
        wanted.cardinality() == Cardinality.ONE || wanted.cardinality() == Cardinality.OPTIONAL;
    if (isMany() && wantsOne) {
      throw new IllegalArgumentException(
          String.format(
              "%s has many values, and %s has %s: convert(source).first() takes the first",
              had.name(), wanted.name(), wanted.cardinality().words()));
    }
    boolean mustHave = wanted.cardinality() == Cardinality.ONE && !wanted.holdsNull();
    if (had.cardinality() == Cardinality.NONE && mustHave) {
      throw new IllegalArgumentException(
          String.format(
              "%s has no value, and %s must have one: convert to a type that may be empty",
              had.name(), wanted.name()));
    }
  }

  private EventLoop loopFor(Traits wanted) {
    if (loop != null) {
      return loop;
    }
    EventLoop own = source instanceof Future<?> future ? future.getLoop() : null;
    EventLoop found = own == null ? EventLoop.runningOrNull() : own;
    if (found == null) {
      throw new IllegalStateException(
          String.format(
              "no loop runs here that would carry %s to %s: name one with"
                  + " convert(source).on(loop), or convert in a task",
              type.traits().name(), wanted.name()));
    }
    return found;
  }

  // ---- the hub's side of the source

  /** A coroutine for the one value, or for the end if the target has none. */
  private Awaitable<@Nullable Object> one(Cardinality wanted) {
    boolean none = wanted == Cardinality.NONE;
    return switch (type) {
      case OneValueType<?> oneValue -> {
        Awaitable<@Nullable Object> value = awaitable(oneValue, source, options);
        // A hot source's value is not this target's alone.
        yield none && type.traits().start() != Start.RUNNING ? Taking.end(value, options) : value;
      }
      case ManyValuesType<?> ignored -> {
        if (!first) {
          yield Taking.end(stream(options), options);
        }
        Awaitable<@Nullable Object> value = firstItem();
        yield none ? Taking.end(value, options) : value;
      }
    };
  }

  private Awaitable<@Nullable Object> firstItem() {
    Awaitable<@Nullable Object> own = first((ManyValuesType<?>) type, source, options);
    if (own == null) {
      return Taking.first(type.traits().name(), stream(options), options);
    }
    Runnable gate = gate();
    return () -> {
      gate.run();
      return own.await();
    };
  }

  private Supplier<? extends AsyncStream<Object>> many() {
    boolean running = type.traits().start() == Start.RUNNING;
    return isMany()
        ? stream(options)
        : new OneItemStream.Source(anyLoop(one(Cardinality.MANY)), options, running);
  }

  /** Makes the streams of a source of many values. */
  private Supplier<AsyncStream<Object>> stream(ConversionOptions options) {
    Supplier<AsyncStream<Object>> streams = streams((ManyValuesType<?>) type, source, options);
    Runnable gate = gate();
    return () -> {
      gate.run();
      return streams.get();
    };
  }

  /** Lets one reader through, if the source can be read once. */
  private Runnable gate() {
    AtomicBoolean read = new AtomicBoolean();
    return () -> {
      if (type.traits().start() == Start.ONCE && read.getAndSet(true)) {
        throw new IllegalStateException(
            type.traits().name() + " can be read once, and has had its reader");
      }
    };
  }

  @SuppressWarnings("unchecked") // the source is of the type by which it was found
  private static <F> Awaitable<@Nullable Object> awaitable(
      OneValueType<F> type, Object source, ConversionOptions options) {
    return (Awaitable<@Nullable Object>) type.toHub().convert((F) source, options);
  }

  @SuppressWarnings("unchecked") // as above
  private static <F> Supplier<AsyncStream<Object>> streams(
      ManyValuesType<F> type, Object source, ConversionOptions options) {
    return (Supplier<AsyncStream<Object>>) type.toHub().convert((F) source, options);
  }

  @SuppressWarnings("unchecked") // as above
  private static <F> @Nullable Awaitable<@Nullable Object> first(
      ManyValuesType<F> type, Object source, ConversionOptions options) {
    return type.first() == null
        ? null
        : (Awaitable<@Nullable Object>) type.first().convert((F) source, options);
  }

  /** A coroutine that any loop may run. */
  private Awaitable<@Nullable Object> anyLoop(Awaitable<@Nullable Object> awaitable) {
    return awaitable instanceof Future<?>
        ? () -> onLoop(EventLoop.running(), awaitable).await()
        : awaitable;
  }

  /** A future of another loop is awaited through both loops. */
  private Awaitable<@Nullable Object> onLoop(
      EventLoop where, Awaitable<@Nullable Object> awaitable) {
    return awaitable instanceof Future<@Nullable Object> future && future.getLoop() != where
        ? HubTypes.fromAnyLoop(future, options)
        : awaitable;
  }

  @Override
  public String toString() {
    return "Conversion of " + source + (first ? ", the first of it" : "");
  }
}
