// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Host;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where coroutines have their stacks. Scheduling is the same in either.
 *
 * <p>A loop whose configuration leaves it open is mounted if the JVM and the thread allow it. The
 * system property {@value #PROPERTY} names the engine of all such loops, {@code handoff} or {@code
 * mounted}, but for guests of hosts with several threads: they use handoff.
 */
public enum EngineKind {
  /** Each suspended coroutine has a virtual thread. Works everywhere. */
  HANDOFF,

  /**
   * Coroutines are continuations of the JVM, all on the thread that runs the loop. This must always
   * be the same one while any is suspended, and not a virtual one: a guest needs a host with a
   * single thread. The JVM must export continuations: {@code --add-exports
   * java.base/jdk.internal.vm=ALL-UNNAMED}, or {@code =io.interloop.asyncio} where loop-core is on
   * the module path, or {@code Add-Exports: java.base/jdk.internal.vm} in the manifest of an
   * executable jar.
   */
  MOUNTED;

  /** The system property that names the engine. */
  public static final String PROPERTY = "interloop.engine";

  /** Returns the engine of a new loop whose configuration leaves it open; a guest has a host. */
  private static EngineKind choose(@Nullable Host host) {
    String property = System.getProperty(PROPERTY);
    EngineKind named = property == null ? null : parse(property);
    if (host != null && !host.isSingleThreaded()) {
      return HANDOFF;
    }
    if (named != null) {
      return named;
    }
    boolean virtual = host == null && Thread.currentThread().isVirtual();
    return !virtual && Continuations.unavailable() == null ? MOUNTED : HANDOFF;
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

  static Engine newEngine(@Nullable EngineKind asked, CoreLoop loop, @Nullable Host host) {
    return switch (asked == null ? choose(host) : asked) {
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
