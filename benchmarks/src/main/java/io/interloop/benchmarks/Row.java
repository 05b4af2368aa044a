// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.EngineKind;
import io.interloop.asyncio.LoopConfig;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table: one piece of work, and those who do it.
 *
 * @param id its name on the command line: the group, a slash, the case
 * @param title what is done, for a reader
 * @param metric what is measured
 * @param operations how many operations one run is
 * @param expected the result of a run
 * @param quick whether the quick look shows it
 * @param peers who does it in a JVM
 * @param script who does it in Python
 */
record Row(
    String id,
    String title,
    Metric metric,
    long operations,
    long expected,
    boolean quick,
    Map<Peer, Body> peers,
    @Nullable Script script) {

  /**
   * The same work in Python.
   *
   * @param function a function in workloads.py
   * @param arguments its arguments
   */
  record Script(String function, List<Object> arguments) {}

  String group() {
    return id.substring(0, id.indexOf('/'));
  }

  Body body(Peer peer) {
    return requireNonNull(peers.get(peer), () -> id + " has no " + peer);
  }

  /** Refuses the result of a run that has not done its work. */
  void check(long result) {
    if (metric == Metric.TIME && result != expected) {
      throw new IllegalStateException(id + ": " + result + " instead of " + expected);
    }
  }

  static Builder timed(String id, String title) {
    return new Builder(id, title, Metric.TIME);
  }

  static Builder measured(String id, String title, Metric metric) {
    return new Builder(id, title, metric);
  }

  /** Collects who does the work. */
  static final class Builder {
    private final String id;
    private final String title;
    private final Metric metric;
    private final Map<Peer, Body> peers = new EnumMap<>(Peer.class);
    private long operations = 1;
    private long expected;
    private boolean quick;
    private @Nullable Script script;

    private Builder(String id, String title, Metric metric) {
      this.id = id;
      this.title = title;
      this.metric = metric;
    }

    /** One run is so many operations, and its result is that same number. */
    @CanIgnoreReturnValue
    Builder operations(long operations) {
      this.operations = operations;
      this.expected = operations;
      return this;
    }

    /** The result of a run, where it is another number. */
    @CanIgnoreReturnValue
    Builder expecting(long result) {
      this.expected = result;
      return this;
    }

    /** The quick look shows this row, too. */
    @CanIgnoreReturnValue
    Builder quick() {
      quick = true;
      return this;
    }

    /** Interloop, under either engine. */
    @CanIgnoreReturnValue
    Builder interloop(Awaitable<Long> main) {
      peer(Peer.HANDOFF, onLoop(EngineKind.HANDOFF, main));
      return peer(Peer.MOUNTED, onLoop(EngineKind.MOUNTED, main));
    }

    /** The same loop, with a bridge that is not Interloop's. */
    @CanIgnoreReturnValue
    Builder byHand(Awaitable<Long> main) {
      return peer(Peer.HAND, onLoop(EngineKind.HANDOFF, main));
    }

    private static Body onLoop(EngineKind engine, Awaitable<Long> main) {
      return () -> Asyncio.run(LoopConfig.DEFAULT.withEngine(engine), main);
    }

    @CanIgnoreReturnValue
    Builder peer(Peer peer, Body body) {
      peers.put(peer, body);
      return this;
    }

    @CanIgnoreReturnValue
    Builder python(String function, Object... arguments) {
      script = new Script(function, List.of(arguments));
      return this;
    }

    Row build() {
      Body handoff = peers.get(Peer.HANDOFF);
      if (handoff != null && peers.containsKey(Peer.VIRTUAL_THREADS)) {
        peers.put(Peer.HANDOFF_ONE_CARRIER, handoff);
      }
      return new Row(id, title, metric, operations, expected, quick, Map.copyOf(peers), script);
    }
  }
}
