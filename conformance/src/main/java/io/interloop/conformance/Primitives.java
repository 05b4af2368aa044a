// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.asyncio.Barrier;
import io.interloop.asyncio.BoundedSemaphore;
import io.interloop.asyncio.Condition;
import io.interloop.asyncio.Event;
import io.interloop.asyncio.LifoQueue;
import io.interloop.asyncio.Lock;
import io.interloop.asyncio.PriorityQueue;
import io.interloop.asyncio.Queue;
import io.interloop.asyncio.Scope;
import io.interloop.asyncio.Semaphore;

/** Executes the statements of locks and queues that never suspend. */
final class Primitives {
  private final Variables variables;
  private final Trace trace;

  Primitives(Variables variables, Trace trace) {
    this.variables = variables;
    this.trace = trace;
  }

  void execute(Immediate statement) {
    switch (statement) {
      case Immediate.Lock(var name) -> variables.set(name, new Lock());
      case Immediate.Event(var name) -> variables.set(name, new Event());
      case Immediate.Condition(var name, var lock) ->
          variables.set(
              name,
              lock == null ? new Condition() : new Condition(variables.require(lock, Lock.class)));
      case Immediate.Semaphore(var name, var value) -> variables.set(name, new Semaphore(value));
      case Immediate.BoundedSemaphore(var name, var value) ->
          variables.set(name, new BoundedSemaphore(value));
      case Immediate.Barrier(var name, var parties) -> variables.set(name, new Barrier(parties));
      case Immediate.Queue(var name, var kind, var maxsize) ->
          variables.set(name, newQueue(kind, maxsize));
      case Immediate.Release(var name) -> variables.require(name, Scope.class).release();
      case Immediate.Locked(var name) ->
          trace.emit("locked", name, variables.require(name, Scope.class).locked());
      case Immediate.EventSet(var name) -> variables.require(name, Event.class).set();
      case Immediate.EventClear(var name) -> variables.require(name, Event.class).clear();
      case Immediate.Notify(var name, var count) ->
          variables.require(name, Condition.class).notify(count);
      case Immediate.NotifyAll(var name) ->
          variables.require(name, Condition.class).notifyEveryone();
      case Immediate.PutNowait(var name, var value) -> queue(name).putNowait(new QueueItem(value));
      case Immediate.GetNowait(var name) ->
          trace.emit("got", name, Values.text(queue(name).getNowait().value()));
      case Immediate.TaskDone(var name) -> queue(name).taskDone();
      case Immediate.QueueSize(var name) -> trace.emit("queue_size", name, queue(name).qsize());
      case Immediate.QueueShutdown(var name, var immediate) -> {
        if (immediate) {
          queue(name).shutdownNow();
        } else {
          queue(name).shutdown();
        }
      }
      default -> throw new IllegalArgumentException("not a statement of a primitive: " + statement);
    }
  }

  private static Queue<QueueItem> newQueue(Immediate.QueueKind kind, int maxsize) {
    return switch (kind) {
      case FIFO -> new Queue<>(maxsize);
      case LIFO -> new LifoQueue<>(maxsize);
      case PRIORITY -> PriorityQueue.create(maxsize);
    };
  }

  @SuppressWarnings("unchecked") // newQueue() made it
  Queue<QueueItem> queue(String name) {
    return variables.require(name, Queue.class);
  }
}
