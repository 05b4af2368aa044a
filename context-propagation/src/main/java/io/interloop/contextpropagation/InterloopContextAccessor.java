// SPDX-License-Identifier: Apache-2.0
package io.interloop.contextpropagation;

import static java.util.Objects.requireNonNull;

import io.interloop.Context;
import io.micrometer.context.ContextAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets context-propagation take a snapshot from an {@link Context} and write one to it: its
 * variables, under the key {@code io.interloop.Context.class}, and the values of all thread-locals
 * registered in {@code ContextRegistry.getInstance()}, as code that runs in that context has them.
 *
 * <p>Found by {@link java.util.ServiceLoader}; there is no need to register it.
 */
public final class InterloopContextAccessor implements ContextAccessor<Context, Context> {

  /** Creates the accessor; the service loader does. */
  public InterloopContextAccessor() {}

  @Override
  public Class<? extends Context> readableType() {
    return Context.class;
  }

  @Override
  public void readValues(
      Context source, Predicate<Object> keyPredicate, Map<Object, Object> readValues) {
    within(
        source,
        () -> {
          for (ThreadLocalAccessor<?> accessor : accessors()) {
            if (keyPredicate.test(accessor.key())) {
              Object value = accessor.getValue();
              if (value != null) {
                readValues.put(accessor.key(), value);
              }
            }
          }
          return source;
        });
  }

  @Override
  // The interface has it so; the key's accessor and the caller agree on the type.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T readValue(Context source, Object key) {
    for (ThreadLocalAccessor<?> accessor : accessors()) {
      if (accessor.key().equals(key)) {
        return (T) within(source, accessor::getValue);
      }
    }
    return null;
  }

  @Override
  public Class<? extends Context> writeableType() {
    return Context.class;
  }

  /** Returns a copy with the values; the target stays as it is. */
  @Override
  public Context writeValues(Map<Object, Object> valuesToWrite, Context targetContext) {
    return (Context) requireNonNull(within(targetContext, () -> copyOfCurrentWith(valuesToWrite)));
  }

  private static Context copyOfCurrentWith(Map<Object, Object> values) {
    ArrayDeque<Runnable> undo = new ArrayDeque<>();
    try {
      for (ThreadLocalAccessor<?> accessor : accessors()) {
        Object value = values.get(accessor.key());
        if (value != null) {
          undo.push(set(accessor, value));
        }
      }
      return Context.copyOfCurrent();
    } finally {
      undo.forEach(Runnable::run);
    }
  }

  @SuppressWarnings("unchecked") // the value stands under the accessor's own key
  private static <V> Runnable set(ThreadLocalAccessor<V> accessor, Object value) {
    V before = accessor.getValue();
    accessor.setValue((V) value);
    return () -> {
      if (before == null) {
        accessor.restore();
      } else {
        accessor.restore(before);
      }
    };
  }

  private static Iterable<ThreadLocalAccessor<?>> accessors() {
    return ContextRegistry.getInstance().getThreadLocalAccessors();
  }

  /** Runs code in a copy: the context itself may be entered elsewhere. */
  private static @Nullable Object within(Context context, Callable<?> code) {
    try {
      return context.copy().run(code);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError("accessors throw no checked exceptions", impossible);
    }
  }
}
