// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.Future;
import io.interloop.Outcome;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ForeignSource;
import io.interloop.testkit.ToHubContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/** A Callable on an executor that keeps its jobs until the test says how they end. */
class CallableToHubTest extends ToHubContract<CallableToHubTest.Job> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(
        Capability.EMPTY, "a Callable ends with a value, be it null",
        Capability.SHARED, "each await is a call of its own",
        Capability.SIGNALS_AFTER_CANCEL, "a job that has not begun is not begun any more",
        Capability.LIBRARY_HOOK, "the JDK has none");
  }

  /** The code and the executor. */
  static final class Job implements Callable<String>, Executor {
    private final List<Runnable> waiting = new ArrayList<>();
    private Outcome<String> outcome;
    private int handedOver;

    @Override
    public void execute(Runnable job) {
      handedOver++;
      waiting.add(job);
      runIfKnown();
    }

    void end(Outcome<String> end) {
      outcome = end;
      runIfKnown();
    }

    private void runIfKnown() {
      if (outcome != null) {
        List<Runnable> jobs = List.copyOf(waiting);
        waiting.clear();
        jobs.forEach(Runnable::run);
      }
    }

    @Override
    public String call() throws Exception {
      return Objects.requireNonNull(outcome).get();
    }
  }

  @Override
  protected ForeignSource<Job> newSource() {
    Job job = new Job();
    return new ForeignSource<>() {
      @Override
      public Job get() {
        return job;
      }

      @Override
      public void succeed(String value) {
        job.end(new Outcome.Success<>(value));
      }

      @Override
      public void fail(Throwable failure) {
        job.end(new Outcome.Failure<>(failure));
      }

      @Override
      public void cancel() {
        fail(new CancellationException());
      }

      @Override
      public boolean cancelled() {
        return !job.waiting.isEmpty()
            && job.waiting.stream().allMatch(call -> ((CallInlet<?>) call).isCancelled());
      }

      @Override
      public int attached() {
        return job.handedOver;
      }
    };
  }

  @Override
  protected Awaitable<String> awaitable(Job source, ConversionOptions options) {
    return FutureAdapter.awaitable(source, source, options);
  }

  @Override
  protected Future<String> future(Job source, ConversionOptions options) {
    return FutureAdapter.future(source, source, options);
  }
}
