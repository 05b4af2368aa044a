// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The one benchmark that JMH knows of: a row as one peer does it. Each pair has a JVM of its own,
 * so that no peer's types spoil the code that the JIT makes for another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class RowBenchmark {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The id of the row. */
  @Param("")
  public String row;

  /** The name of the peer. */
  @Param("")
  public String peer;

  private Row work;
  private Body body;

  /** For JMH. */
  public RowBenchmark() {}

  /** Finds the work and makes it ready. */
  @Setup
  public void open() throws Exception {
    work = Rows.named(row);
    body = work.body(Peer.valueOf(peer));
    body.open();
  }

  /** Does the work once, and looks whether it was done. */
  @Benchmark
  public long run(Processor processor) throws Exception {
    long before = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    long result = body.run();
    long nanos = System.nanoTime() - begin;
    processor.processorNanos += SYSTEM.getProcessCpuTime() - before;
    processor.bestNanos = processor.runs++ == 0 ? nanos : Math.min(nanos, processor.bestNanos);
    processor.iterations = 1;
    work.check(result);
    return result;
  }

  /** What tells more than the mean where others use the machine, too. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Processor {
    /** What the whole JVM has used of the processors in an iteration. */
    public long processorNanos;

    /** The shortest run of an iteration. */
    public long bestNanos;

    /** How many runs there were in an iteration. */
    public long runs;

    /** One, as JMH may add up its iterations. */
    public long iterations;

    /** For JMH. */
    public Processor() {}
  }

  /** Ends what {@link #open()} has started. */
  @TearDown
  public void close() throws Exception {
    body.close();
  }
}
