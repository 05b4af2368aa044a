// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import java.util.List;

/** Who does a row's work, and what its JVM is started with. */
enum Peer {
  HANDOFF("Interloop, handoff", "-Dinterloop.engine=handoff"),
  /** Beside the virtual threads, which have one carrier, too. */
  HANDOFF_ONE_CARRIER("handoff, one carrier", "-Dinterloop.engine=handoff " + Peer.ONE_CARRIER),
  MOUNTED("Interloop, mounted", Peer.CONTINUATIONS),
  CONTINUATION("the JVM's Continuation", Peer.CONTINUATIONS),
  HAND("by hand", "-Dinterloop.engine=handoff"),
  KOTLINX("kotlinx"),
  LIBRARY("the library's own"),
  /** On one carrier, as all the others have one thread. */
  VIRTUAL_THREADS("virtual threads", Peer.ONE_CARRIER),
  COMPLETABLE_FUTURE("CompletableFuture"),
  EXECUTOR("ScheduledThreadPoolExecutor"),
  NETTY("Netty"),
  VERTX("Vert.x"),
  CPYTHON("CPython"),
  UVLOOP("uvloop");

  static final String ONE_CARRIER =
      "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1";

  static final String CONTINUATIONS = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";

  private final String label;
  private final String jvmArguments;

  Peer(String label) {
    this(label, "");
  }

  /** The arguments are separated by blanks. */
  Peer(String label, String jvmArguments) {
    this.label = label;
    this.jvmArguments = jvmArguments;
  }

  String label() {
    return label;
  }

  List<String> jvmArguments() {
    return jvmArguments.isEmpty() ? List.of() : List.of(jvmArguments.split(" ", -1));
  }

  /** Returns whether a Python interpreter does the work, rather than a JVM. */
  boolean isPython() {
    return this == CPYTHON || this == UVLOOP;
  }
}
