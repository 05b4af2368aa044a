// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.spi.ScheduledWork;
import reactor.core.Disposable;

/** Work of Reactor's on a loop, and what disposes it. */
final class ScheduledJob extends ScheduledWork implements Disposable {

  ScheduledJob(Runnable task) {
    super(task);
  }
}
