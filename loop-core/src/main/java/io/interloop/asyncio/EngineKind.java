// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where coroutines have their stacks. Scheduling is the same in either.
 *
 * <p>The system property {@value #PROPERTY} names the engine of all loops whose configuration
 * leaves it open: {@code handoff} or {@code mounted}.
 */
public enum EngineKind {
  /** Each suspended coroutine has a virtual thread. Works everywhere. */
  HANDOFF,

  /**
   * Coroutines are continuations of the JVM, all on the thread that runs the loop, which must not
   * be a virtual one. The JVM must export them: {@code --add-exports
   * java.base/jdk.internal.vm=ALL-UNNAMED}, or {@code =io.interloop.asyncio} where loop-core is on
   * the module path, or {@code Add-Exports: java.base/jdk.internal.vm} in the manifest of an
   * executable jar.
   */
  MOUNTED;

  /** The system property that names the engine. */
  public static final String PROPERTY = "interloop.engine";

  /** Returns the engine a new loop gets if its configuration leaves it open. */
  private static EngineKind choose(boolean here) {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return parse(named);
    }
    boolean virtual = here && Thread.currentThread().isVirtual();
    return Continuations.unavailable() == null && !virtual ? MOUNTED : HANDOFF;
  }

  /** Returns whether someone has named the engine: a configuration, or the system property. */
  static boolean isNamed(@Nullable EngineKind asked) {
    return asked != null || System.getProperty(PROPERTY) != null;
  }

  static IllegalStateException mountedOnVirtual(Thread thread) {
    return new IllegalStateException(
        "the mounted engine cannot run on a virtual thread, and "
            + thread
            + " is one: name the engine handoff, with -D"
            + PROPERTY
            + "=handoff or LoopConfig.withEngine");
  }

  private static EngineKind parse(String name) {
    for (EngineKind kind : values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + name + " names no engine: use handoff or mounted");
  }

  static Engine newEngine(@Nullable EngineKind asked, CoreLoop loop) {
    // A guest's turns run in other threads than the one that makes it.
    return switch (asked == null ? choose(!loop.isGuest()) : asked) {
      case HANDOFF -> new HandoffEngine(loop);
      case MOUNTED -> {
        String unavailable = Continuations.unavailable();
        if (unavailable != null) {
          throw new IllegalStateException(
              "the mounted engine needs the JVM's continuations: start it with --add-exports"
                  + " java.base/jdk.internal.vm="
                  + exportTarget()
                  + " ("
                  + unavailable
                  + ")");
        }
        yield new MountedEngine(loop);
      }
    };
  }

  private static String exportTarget() {
    Module module = EngineKind.class.getModule();
    return module.isNamed() ? module.getName() : "ALL-UNNAMED";
  }
}
