// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.stream.Stream;

/** Says why a coroutine cannot be suspended where it is. */
final class Pinned {

  private Pinned() {}

  /** Names the frame that is to blame; the JVM only says that there is one. */
  static IllegalStateException explain(IllegalStateException pinned) {
    String culprit =
        Stream.of(pinned.getStackTrace())
            .filter(Pinned::mayPin)
            .findFirst()
            .map(frame -> "the call from " + frame)
            .orElse("a native frame, or a lock that the JVM cannot let go of");
    return new IllegalStateException(
        "cannot await here: the coroutine is pinned to its thread by "
            + culprit
            + "; await outside of it, or run with -D"
            + EngineKind.PROPERTY
            + "=handoff",
        pinned);
  }

  private static boolean mayPin(StackTraceElement frame) {
    boolean ours = frame.getClassName().startsWith(Pinned.class.getPackageName() + ".");
    boolean jdks = frame.getClassName().startsWith("jdk.internal.vm.");
    return !ours && !jdks && (frame.isNativeMethod() || frame.getMethodName().equals("<clinit>"));
  }
}
