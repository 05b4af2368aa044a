// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's own continuations, where it lets us have them.
 *
 * <p>{@code jdk.internal.vm.Continuation} is not exported, so it is reached through method handles:
 * the code compiles for any JDK, and the JIT sees through handles in static final fields.
 */
final class Continuations {
  private static final Object SCOPE;
  private static final MethodHandle NEW;
  private static final MethodHandle RUN;
  private static final MethodHandle YIELD;
  private static final MethodHandle STACK_TRACE;

  /** Why continuations are not to be had, or null if they are. */
  private static final @Nullable String UNAVAILABLE;

  static {
    Object scope = new Object();
    MethodHandle[] handles = new MethodHandle[4];
    String unavailable = null;
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
      Class<?> type = Class.forName("jdk.internal.vm.Continuation");
      scope =
          lookup
              .findConstructor(scopeType, MethodType.methodType(void.class, String.class))
              .invoke("io.interloop");
      handles[0] =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, scopeType, Runnable.class))
              .asType(MethodType.methodType(Object.class, Object.class, Runnable.class));
      handles[1] =
          lookup
              .findVirtual(type, "run", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Object.class));
      handles[2] =
          lookup
              .findStatic(type, "yield", MethodType.methodType(boolean.class, scopeType))
              .asType(MethodType.methodType(boolean.class, Object.class));
      handles[3] =
          lookup
              .findVirtual(type, "getStackTrace", MethodType.methodType(StackTraceElement[].class))
              .asType(MethodType.methodType(StackTraceElement[].class, Object.class));
    } catch (Throwable failure) {
      unavailable = failure.toString();
    }
    SCOPE = scope;
    NEW = handles[0];
    RUN = handles[1];
    YIELD = handles[2];
    STACK_TRACE = handles[3];
    UNAVAILABLE = unavailable;
  }

  private Continuations() {}

  /** Returns why there are no continuations, or null if there are. */
  static @Nullable String unavailable() {
    return UNAVAILABLE;
  }

  static Object create(Runnable body) {
    try {
      return NEW.invokeExact(SCOPE, body);
    } catch (Throwable failure) {
      throw Rethrow.asIs(failure);
    }
  }

  /** Runs a continuation to its next {@link #yieldNow()} or its end. */
  static void run(Object continuation) {
    try {
      RUN.invokeExact(continuation);
    } catch (Throwable failure) {
      throw Rethrow.asIs(failure);
    }
  }

  /**
   * Suspends the running continuation.
   *
   * @throws IllegalStateException if a native frame, a class initialiser or the like pins it
   */
  static void yieldNow() {
    try {
      boolean unused = (boolean) YIELD.invokeExact(SCOPE);
    } catch (Throwable failure) {
      throw Rethrow.asIs(failure);
    }
  }

  static StackTraceElement[] stackTrace(Object continuation) {
    try {
      return (StackTraceElement[]) STACK_TRACE.invokeExact(continuation);
    } catch (Throwable failure) {
      throw Rethrow.asIs(failure);
    }
  }
}
