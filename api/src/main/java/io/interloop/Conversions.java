// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import io.interloop.spi.ForeignHandle;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.Traits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts any type that an adapter knows to any other, through the hub.
 *
 * <pre>{@code
 * import static io.interloop.Conversions.convert;
 *
 * Mono<User> user = convert(single).on(loop).to(Mono.class);
 * Flowable<Row> rows = convert(flux).on(loop).to(Flowable.class);
 * }</pre>
 *
 * <p>The types are those of the adapters on the class path or the module path, and the hub's own:
 * {@link Awaitable}, {@link Future} and {@link AsyncStream}. An object counts as the most specific
 * of them: what {@code Mono.just} returns is a Mono, and not any other publisher.
 *
 * <p>Immutable, for any thread.
 */
public final class Conversions {

  /** What {@link #installed()} has found. A race finds the same again. */
  private static volatile @Nullable Conversions installed;

  private final List<ForeignType<?>> types;
  private final List<ForeignHandle<?>> handles;

  private Conversions(List<ForeignType<?>> types, List<ForeignHandle<?>> handles) {
    this.types = types;
    this.handles = handles;
  }

  /**
   * Begins a conversion between the types of the adapters that are installed.
   *
   * @param source what to convert
   * @throws IllegalArgumentException if its type is not known; the message says what to add
   */
  public static Conversion convert(Object source) {
    return installed().from(source);
  }

  /**
   * Returns the conversions between the types of the adapters that are installed: those that the
   * class loader of this class sees.
   */
  public static Conversions installed() {
    Conversions found = installed;
    if (found == null) {
      found = of(ServiceLoader.load(ForeignTypes.class, Conversions.class.getClassLoader()));
      installed = found;
    }
    return found;
  }

  /**
   * Returns the conversions between the hub's own types and those of some adapters. If two of them
   * know the same class, the one whose own class comes first in the alphabet is taken.
   *
   * @param adapters the adapters
   */
  public static Conversions of(Iterable<? extends ForeignTypes> adapters) {
    List<ForeignTypes> sorted = new ArrayList<>();
    adapters.forEach(sorted::add);
    sorted.sort(Comparator.comparing(adapter -> adapter.getClass().getName()));
    sorted.add(0, new HubTypes()); // the hub's own have the first say
    Map<Class<?>, ForeignType<?>> types = new LinkedHashMap<>();
    Map<Class<?>, ForeignHandle<?>> handles = new LinkedHashMap<>();
    for (ForeignTypes adapter : sorted) {
      adapter.types().forEach(type -> types.putIfAbsent(type.type(), type));
      adapter.handles().forEach(handle -> handles.putIfAbsent(handle.type(), handle));
    }
    return new Conversions(List.copyOf(types.values()), List.copyOf(handles.values()));
  }

  /**
   * Begins a conversion.
   *
   * @param source what to convert
   * @throws IllegalArgumentException if its type is not known, or not clear
   */
  public Conversion from(Object source) {
    return new Conversion(this, source, typeOf(source));
  }

  /** Returns the types that convert: the hub's own, then those of each adapter. */
  public List<ForeignType<?>> types() {
    return types;
  }

  /**
   * Returns what cancels the work behind a handle, a subscription for instance; null if the object
   * is of no such type, or is one that converts.
   *
   * @param handle the object
   */
  public @Nullable Runnable cancellation(Object handle) {
    boolean converts = types.stream().anyMatch(type -> type.type().isInstance(handle));
    List<ForeignHandle<?>> matching =
        mostSpecific(
            handles.stream().filter(h -> h.type().isInstance(handle)).toList(),
            ForeignHandle::type);
    // If there are several, any of them cancels it.
    return converts || matching.isEmpty() ? null : cancellation(matching.get(0), handle);
  }

  private static <F> Runnable cancellation(ForeignHandle<F> type, Object handle) {
    F cancellable = type.type().cast(handle);
    Consumer<? super F> cancel = type.cancel();
    return () -> cancel.accept(cancellable);
  }

  // ---- which type

  private ForeignType<?> typeOf(Object source) {
    Objects.requireNonNull(source, "source");
    List<ForeignType<?>> matching =
        types.stream().filter(type -> type.type().isInstance(source)).toList();
    List<ForeignType<?>> best =
        matching.stream().filter(type -> !type.traits().lastResort()).toList();
    best = mostSpecific(best.isEmpty() ? matching : best, ForeignType::type);
    if (best.isEmpty()) {
      throw new IllegalArgumentException(UnknownType.source(source.getClass(), types));
    }
    if (best.size() > 1) {
      throw new IllegalArgumentException(
          String.format(
              "%s is both %s and %s: say which with convert(source).as(%s.class)",
              source.getClass().getName(),
              best.get(0).traits().name(),
              best.get(1).traits().name(),
              best.get(0).type().getSimpleName()));
    }
    return best.get(0);
  }

  /** Leaves out what another one is a subtype of. */
  private static <X> List<X> mostSpecific(List<X> all, Function<X, Class<?>> type) {
    return all.stream()
        .filter(one ->
            all.stream()
                .noneMatch(
                    other -> other != one && type.apply(one).isAssignableFrom(type.apply(other))))
        .toList();
  }

  /** Returns the type of exactly this class. */
  ForeignType<?> named(Class<?> target) {
    Objects.requireNonNull(target, "target");
    for (ForeignType<?> type : types) {
      if (type.type() == target) {
        return type;
      }
    }
    throw new IllegalArgumentException(UnknownType.target(target, types));
  }

  @Override
  public String toString() {
    return "Conversions between "
        + types.stream().map(ForeignType::traits).map(Traits::name).toList();
  }
}
