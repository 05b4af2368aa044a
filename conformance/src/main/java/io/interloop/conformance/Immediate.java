// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that never suspends, fit for a callback too; {@link Immediates} executes it. */
sealed interface Immediate extends Statement {

  record Log(String text) implements Immediate {}

  record Raise(String kind) implements Immediate {}

  record Return(@Nullable Object value) implements Immediate {}

  // ---- tasks and futures

  record Spawn(String variable, String coroutine) implements Immediate {}

  record SpawnEager(String variable, String coroutine) implements Immediate {}

  record GroupSpawn(String group, String variable, String coroutine) implements Immediate {}

  record Future(String variable) implements Immediate {}

  record SetResult(String variable, @Nullable Object value) implements Immediate {}

  record SetException(String variable, String kind) implements Immediate {}

  record Cancel(String variable, @Nullable String message) implements Immediate {}

  record Uncancel() implements Immediate {}

  record Cancelling(String variable) implements Immediate {}

  record State(String variable) implements Immediate {}

  record DoneCallback(String variable, String label) implements Immediate {}

  record Gather(String variable, List<String> items, boolean returnExceptions)
      implements Immediate {}

  record Shield(String variable, String item) implements Immediate {}

  // ---- callbacks and context variables

  record CallSoon(String variable, List<Statement> body) implements Immediate {}

  record CallLater(String variable, Duration delay, List<Statement> body) implements Immediate {}

  record CancelHandle(String variable) implements Immediate {}

  record SetVar(String name, @Nullable Object value) implements Immediate {}

  record GetVar(String name) implements Immediate {}

  record Reschedule(String variable, @Nullable Duration delay) implements Immediate {}

  // ---- locks and queues

  record Lock(String variable) implements Immediate {}

  record Event(String variable) implements Immediate {}

  record Condition(String variable, @Nullable String lock) implements Immediate {}

  record Semaphore(String variable, int value) implements Immediate {}

  record BoundedSemaphore(String variable, int value) implements Immediate {}

  record Barrier(String variable, int parties) implements Immediate {}

  record Queue(String variable, QueueKind kind, int maxsize) implements Immediate {}

  enum QueueKind {
    FIFO,
    LIFO,
    PRIORITY
  }

  record Release(String variable) implements Immediate {}

  record Locked(String variable) implements Immediate {}

  record EventSet(String variable) implements Immediate {}

  record EventClear(String variable) implements Immediate {}

  record Notify(String variable, int count) implements Immediate {}

  record NotifyAll(String variable) implements Immediate {}

  record PutNowait(String variable, @Nullable Object value) implements Immediate {}

  record GetNowait(String variable) implements Immediate {}

  record TaskDone(String variable) implements Immediate {}

  record QueueSize(String variable) implements Immediate {}

  record QueueShutdown(String variable, boolean immediate) implements Immediate {}
}
