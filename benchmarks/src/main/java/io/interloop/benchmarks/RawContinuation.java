// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The JVM's own continuation, with nothing around it: the floor under every switch. */
final class RawContinuation {
  private static final Object SCOPE;
  private static final MethodHandle NEW;
  private static final MethodHandle RUN;
  private static final MethodHandle YIELD;
  private static final MethodHandle IS_DONE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
      Class<?> type = Class.forName("jdk.internal.vm.Continuation");
      SCOPE =
          lookup
              .findConstructor(scope, MethodType.methodType(void.class, String.class))
              .invoke("benchmarks");
      NEW =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, scope, Runnable.class))
              .asType(MethodType.methodType(Object.class, Object.class, Runnable.class));
      RUN =
          lookup
              .findVirtual(type, "run", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Object.class));
      YIELD =
          lookup
              .findStatic(type, "yield", MethodType.methodType(boolean.class, scope))
              .asType(MethodType.methodType(boolean.class, Object.class));
      IS_DONE =
          lookup
              .findVirtual(type, "isDone", MethodType.methodType(boolean.class))
              .asType(MethodType.methodType(boolean.class, Object.class));
    } catch (Throwable failure) {
      throw new ExceptionInInitializerError(failure);
    }
  }

  private final Object continuation;

  RawContinuation(Runnable body) throws Throwable {
    continuation = NEW.invokeExact(SCOPE, body);
  }

  /** Runs to the next {@link #yieldNow()} or to the end; returns whether it was the end. */
  boolean run() throws Throwable {
    RUN.invokeExact(continuation);
    return (boolean) IS_DONE.invokeExact(continuation);
  }

  static void yieldNow() {
    try {
      boolean unused = (boolean) YIELD.invokeExact(SCOPE);
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }
}
