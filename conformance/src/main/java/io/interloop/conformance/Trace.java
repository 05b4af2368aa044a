// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.interloop.EventLoop;
import io.interloop.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what, in which order, at which virtual time; an entry is one line of JSON. */
final class Trace {
  /** As the reference interpreter has it: a program that goes on after this many is given up. */
  private static final int LIMIT = 4000;

  private final EventLoop loop;
  private final List<String> entries = new ArrayList<>();

  /**
   * Once set, whatever still runs is not part of the replay. A late report may ask from anywhere.
   */
  private volatile boolean over;

  Trace(EventLoop loop) {
    this.loop = loop;
  }

  /** Thrown through a program whose replay is over. */
  static final class Over extends Error {
    private static final long serialVersionUID = 1L;

    private Over() {
      super("the replay is over", null, false, false);
    }
  }

  /**
   * Adds what the current task, or nobody, does.
   *
   * @throws Over if the replay is over, or the trace is too long
   */
  void emit(String what, Object... details) {
    if (entries.size() >= LIMIT) {
      over = true;
    }
    check();
    Task<?> task = Task.current();
    add(task == null ? "-" : task.getName(), what, details);
  }

  /**
   * Lets a program go on.
   *
   * @throws Over if its replay is over
   */
  void check() {
    if (over) {
      throw new Over();
    }
  }

  void deadlock() {
    add("-", "deadlock");
  }

  private void add(String who, String what, Object... details) {
    ArrayNode entry = JsonNodeFactory.instance.arrayNode();
    long nanos = loop.time().toNanos();
    if (nanos % 1_000_000_000 == 0) {
      entry.add(nanos / 1_000_000_000);
    } else {
      entry.add(nanos / 1e9);
    }
    entry.add(who).add(what);
    for (Object detail : details) {
      if (detail instanceof Integer number) {
        entry.add(number);
      } else {
        entry.add(detail.toString());
      }
    }
    entries.add(entry.toString());
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** Returns the entries, or null if they are too many. */
  @Nullable List<String> entries() {
    return entries.size() >= LIMIT ? null : List.copyOf(entries);
  }
}
