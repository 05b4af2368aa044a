// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the signal of Ctrl-C while someone watches it, and gives it back afterwards.
 *
 * <p>{@code sun.misc.Signal} is the JDK's only door to signals, and javac warns of every mention of
 * it, beyond suppression. So it is reached by reflection.
 */
final class CtrlC implements AutoCloseable {
  private final BooleanSupplier onSignal;
  private final Object signal;
  private final Method handle;

  /** The handler there was before. Read on the JVM's signal thread. */
  private volatile @Nullable Object previous;

  private CtrlC(BooleanSupplier onSignal) throws ReflectiveOperationException {
    this.onSignal = onSignal;
    Class<?> signalType = Class.forName("sun.misc.Signal");
    signal = signalType.getConstructor(String.class).newInstance("INT");
    handle = signalType.getMethod("handle", signalType, Class.forName("sun.misc.SignalHandler"));
  }

  /**
   * Watches the signal.
   *
   * @param onSignal called on the JVM's signal thread; if it returns false, the signal does what it
   *     did before
   * @return what ends the watch, or null if this JVM keeps its signals to itself (-Xrs)
   */
  static @Nullable CtrlC watch(BooleanSupplier onSignal) {
    try {
      CtrlC watch = new CtrlC(onSignal);
      watch.previous = watch.install(watch.newHandler());
      return watch;
    } catch (InvocationTargetException refused) {
      return null;
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("jdk.unsupported is required, and has changed", impossible);
    }
  }

  private Object newHandler() {
    Class<?> handlerType = handle.getParameterTypes()[1];
    return Proxy.newProxyInstance(
        CtrlC.class.getClassLoader(),
        new Class<?>[] {handlerType},
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
          }
          if (!onSignal.getAsBoolean()) {
            method.invoke(previous, arguments);
          }
          return null;
        });
  }

  private Object install(Object handler) throws ReflectiveOperationException {
    return Objects.requireNonNull(handle.invoke(null, signal, handler));
  }

  @Override
  public void close() {
    try {
      var unused = install(Objects.requireNonNull(previous));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("it was possible to take the signal", impossible);
    }
  }
}
