// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.ToHubContract;
import java.util.Map;
import java.util.concurrent.FutureTask;

class BlockingFutureToHubTest extends ToHubContract<java.util.concurrent.Future<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.EMPTY, "a Future ends with a value, be it null",
        Capability.COLD, "a Future runs whether anyone waits or not",
        Capability.SIGNALS_AFTER_CANCEL, "cancelling a FutureTask completes it",
        Capability.OUTLIVES_THE_LOOP, "a thread of the loop's executor waits for it",
        Capability.LIBRARY_HOOK, "the JDK has none");
  }

  /** A task whose end is set from outside. */
  private static final class Settable extends FutureTask<String> {
    Settable() {
      super(() -> "never run");
    }

    @Override
    protected void set(String value) {
      super.set(value);
    }

    @Override
    protected void setException(Throwable failure) {
      super.setException(failure);
    }
  }

  @Override
  protected ForeignSource<java.util.concurrent.Future<String>> newSource() {
    Settable task = new Settable();
    return new ForeignSource<>() {
      private boolean cancelledByItself;

      @Override
      public java.util.concurrent.Future<String> get() {
        return task;
      }

      @Override
      public void succeed(String value) {
        task.set(value);
      }

      @Override
      public void fail(Throwable failure) {
        task.setException(failure);
      }

      @Override
      public void failWrapped(Throwable failure) {
        task.setException(failure); // get() puts the wrapper on: an ExecutionException
      }

      @Override
      public void cancel() {
        cancelledByItself = task.cancel(true);
      }

      @Override
      public boolean cancelled() {
        return task.isCancelled() && !cancelledByItself;
      }
    };
  }

  @Override
  protected Awaitable<String> awaitable(
      java.util.concurrent.Future<String> source, ConversionOptions options) {
    return FutureAdapter.awaitable(source, options);
  }

  @Override
  protected Future<String> future(
      java.util.concurrent.Future<String> source, ConversionOptions options) {
    return FutureAdapter.future(source, options);
  }
}
