// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** What context-propagation takes along, where it is on the path. Nobody else names its classes. */
final class ThreadLocals {

  /** Whether it is on the path. If not, nothing else here may be called. */
  static final boolean AVAILABLE = isAvailable();

  private ThreadLocals() {}

  private static boolean isAvailable() {
    try {
      return Factory.INSTANCE != null;
    } catch (NoClassDefFoundError absent) {
      return false;
    }
  }

  private static final class Factory {
    static final ContextSnapshotFactory INSTANCE = ContextSnapshotFactory.builder().build();
  }

  /** Returns a Reactor Context that also has the calling thread's registered thread-locals. */
  static Context captureInto(Context context) {
    return Factory.INSTANCE.captureAll().updateContext(context);
  }

  /** Returns a copy of the current context, its thread-locals being those of a Reactor Context. */
  static io.interloop.Context copyOfCurrentWith(ContextView context) {
    ContextSnapshot.Scope scope = Factory.INSTANCE.setThreadLocalsFrom(context);
    try {
      return io.interloop.Context.copyOfCurrent();
    } finally {
      scope.close();
    }
  }
}
