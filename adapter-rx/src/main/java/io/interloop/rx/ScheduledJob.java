// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.ScheduledWork;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;

/** Work of RxJava's on a loop, and what disposes it. */
final class ScheduledJob extends ScheduledWork
    implements Disposable, SchedulerRunnableIntrospection {

  ScheduledJob(Runnable run) {
    super(run);
  }

  @Override
  public void run() {
    try {
      super.run();
    } catch (Throwable failure) {
      // Both are told, as they are by RxJava's own: the hook, and the one whose thread it is.
      RxJavaPlugins.onError(failure);
      throw failure;
    }
  }

  @Override
  public Runnable getWrappedRunnable() {
    return code();
  }
}
