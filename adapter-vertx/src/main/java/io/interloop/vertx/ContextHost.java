// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.spi.Host;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Locale;

/** Turns on a Vert.x context. */
final class ContextHost implements Host {
  private static final Duration FAR = Duration.ofMillis(Long.MAX_VALUE);

  private final ContextInternal context;

  ContextHost(Context context) {
    this.context = (ContextInternal) context;
  }

  @Override
  public void execute(Runnable turn) {
    context.runOnContext(ignored -> turn.run());
  }

  @Override
  public Timer schedule(Duration delay, Runnable alarm) {
    Vertx vertx = context.owner();
    long id = context.setTimer(millis(delay), ignored -> alarm.run());
    return () -> vertx.cancelTimer(id);
  }

  /** Rounds up: a timer that goes off too early is set again. */
  private static long millis(Duration delay) {
    if (delay.compareTo(FAR) >= 0) {
      return Long.MAX_VALUE;
    }
    long whole = delay.toMillis();
    return Duration.ofMillis(whole).compareTo(delay) < 0 ? whole + 1 : whole;
  }

  /** On a worker context this is so within one of its tasks, and it runs one at a time. */
  @Override
  public boolean isCurrent() {
    return context.inThread();
  }

  @Override
  public boolean isSingleThreaded() {
    return context.isEventLoopContext();
  }

  @Override
  public String name() {
    String deployment = context.deploymentID();
    String model = context.threadingModel().name().toLowerCase(Locale.ROOT);
    return "Vert.x " + model + " context" + (deployment == null ? "" : " of " + deployment);
  }
}
