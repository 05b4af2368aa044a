// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.benchmarks.Results.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/** Has JMH time one peer in one row, for one operation. */
final class Stopwatch {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double CONFIDENCE = 0.999;
  private static final long LARGE = 5_000_000;

  private Stopwatch() {}

  static Figure time(Row row, Peer peer, Effort effort, @Nullable String profiler)
      throws RunnerException {
    TimeValue round = TimeValue.milliseconds(effort.millis);
    // Some seconds each, and one such run warms up as much as ten others.
    boolean large = row.operations() >= LARGE;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(RowBenchmark.class.getName() + ".run")
            .param("row", row.id())
            .param("peer", peer.name())
            .jvmArgsAppend(arguments(peer))
            .forks(effort.forks)
            .warmupIterations(large ? 1 : effort.warmups)
            .warmupTime(round)
            .measurementIterations(large ? Math.min(2, effort.rounds) : effort.rounds)
            .measurementTime(round)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(profiler == null ? VerboseMode.SILENT : VerboseMode.NORMAL);
    if (profiler != null) {
      int colon = profiler.indexOf(':');
      if (colon < 0) {
        options.addProfiler(profiler);
      } else {
        options.addProfiler(profiler.substring(0, colon), profiler.substring(colon + 1));
      }
    }
    return figure(new Runner(options.build()).runSingle(), row.operations());
  }

  private static String[] arguments(Peer peer) {
    List<String> arguments = new ArrayList<>(peer.jvmArguments());
    if (Runtime.version().feature() > 23) {
      // Or the JVM warns of what JMH does.
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    return arguments.toArray(String[]::new);
  }

  private static Figure figure(RunResult run, long operations) {
    Result<?> time = run.getPrimaryResult();
    Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
    double error = time.getScoreError();
    return new Figure(
        time.getScore() / operations,
        Double.isNaN(error) ? null : error / operations,
        allocated == null ? null : allocated.getScore() / operations,
        Math.min(
                counter(run, "processorNanos") / counter(run, "runs"),
                counter(run, "bestNanos") / counter(run, "iterations"))
            / operations);
  }

  private static double counter(RunResult run, String name) {
    return Objects.requireNonNull(run.getSecondaryResults().get(name), name).getScore();
  }

  static Figure summary(double[] values, @Nullable Double best, long operations) {
    ListStatistics statistics = new ListStatistics(values);
    double error = statistics.getMeanErrorAt(CONFIDENCE);
    return new Figure(
        statistics.getMean() / operations,
        Double.isNaN(error) ? null : error / operations,
        null,
        best);
  }
}
