// SPDX-License-Identifier: Apache-2.0
package io.interloop.contextpropagation;

import io.interloop.Context;
import io.interloop.spi.ThreadStateCarrier;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has thread-locals follow the hub's contexts: all that have an accessor in {@code
 * ContextRegistry.getInstance()}, whenever it was registered, and SLF4J's MDC.
 *
 * <p>An accessor registered under {@link Slf4jThreadLocalAccessor#KEY} has the MDC for itself.
 * Context variables are left out: they are in the context already, and copying a context to read
 * them would begin here anew.
 *
 * <p>Found by {@link java.util.ServiceLoader}.
 */
public final class ThreadLocalsCarrier implements ThreadStateCarrier {
  private static final @Nullable Slf4jThreadLocalAccessor MDC = mdcIfPresent();

  /** Creates the carrier; the service loader does. */
  public ThreadLocalsCarrier() {}

  private static @Nullable Slf4jThreadLocalAccessor mdcIfPresent() {
    Slf4jThreadLocalAccessor accessor = new Slf4jThreadLocalAccessor();
    try {
      // Nothing but a try tells whether that class finds its org.slf4j.MDC.
      Object unused = accessor.getValue();
      return accessor;
    } catch (NoClassDefFoundError withoutSlf4j) {
      return null;
    }
  }

  /** The values of some thread-locals: of accessors[i] it is values[i], null if there is none. */
  private static final class Values {
    final ThreadLocalAccessor<?>[] accessors;
    final @Nullable Object[] values;

    Values(ThreadLocalAccessor<?>[] accessors, @Nullable Object[] values) {
      this.accessors = accessors;
      this.values = values;
    }

    /** Returns whether no thread-local has a value. */
    boolean isEmpty() {
      for (Object value : values) {
        if (value != null) {
          return false;
        }
      }
      return true;
    }

    @Nullable Object of(ThreadLocalAccessor<?> accessor) {
      for (int i = 0; i < accessors.length; i++) {
        if (accessors[i] == accessor) {
          return values[i];
        }
      }
      return null;
    }

    /** Returns the values of the calling thread. */
    static Values ofThread(ThreadLocalAccessor<?>[] accessors) {
      @Nullable Object[] values = new @Nullable Object[accessors.length];
      for (int i = 0; i < accessors.length; i++) {
        values[i] = accessors[i].getValue();
      }
      return new Values(accessors, values);
    }
  }

  @Override
  public @Nullable Object capture() {
    return stateOf(Values.ofThread(accessors()));
  }

  private static @Nullable Object stateOf(Values values) {
    return values.isEmpty() ? null : values;
  }

  @Override
  public Object install(@Nullable Object state) {
    Values displaced = Values.ofThread(accessors());
    for (ThreadLocalAccessor<?> accessor : displaced.accessors) {
      set(accessor, state == null ? null : ((Values) state).of(accessor));
    }
    return displaced;
  }

  @Override
  public @Nullable Object remove(@Nullable Object displaced) {
    // Those that were installed, whatever has been registered since: each restore has its set.
    Values before = (Values) displaced;
    if (before == null) {
      return null;
    }
    Values state = Values.ofThread(before.accessors);
    for (int i = before.accessors.length - 1; i >= 0; i--) {
      restore(before.accessors[i], before.values[i]);
    }
    return stateOf(state);
  }

  @SuppressWarnings("unchecked") // the value is the accessor's own
  private static <V> void set(ThreadLocalAccessor<V> accessor, @Nullable Object value) {
    if (value == null) {
      accessor.setValue();
    } else {
      accessor.setValue((V) value);
    }
  }

  @SuppressWarnings("unchecked") // the value is the accessor's own
  private static <V> void restore(ThreadLocalAccessor<V> accessor, @Nullable Object value) {
    if (value == null) {
      accessor.restore();
    } else {
      accessor.restore((V) value);
    }
  }

  private static ThreadLocalAccessor<?>[] accessors() {
    List<ThreadLocalAccessor<?>> accessors = new ArrayList<>();
    boolean mdcRegistered = false;
    for (ThreadLocalAccessor<?> accessor :
        ContextRegistry.getInstance().getThreadLocalAccessors()) {
      Object key = accessor.key();
      mdcRegistered |= key.equals(Slf4jThreadLocalAccessor.KEY);
      if (key != Context.class) {
        accessors.add(accessor);
      }
    }
    if (MDC != null && !mdcRegistered) {
      accessors.add(MDC);
    }
    return accessors.toArray(ThreadLocalAccessor<?>[]::new);
  }
}
