// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Handle;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Barrier;
import io.interloop.asyncio.Condition;
import io.interloop.asyncio.DoneAndPending;
import io.interloop.asyncio.Event;
import io.interloop.asyncio.ReturnWhen;
import io.interloop.asyncio.Scope;
import io.interloop.asyncio.TaskGroup;
import io.interloop.asyncio.Timeout;
import io.interloop.conformance.Exceptions.PythonError;
import io.interloop.conformance.Exceptions.Returned;
import io.interloop.conformance.Statement.Handler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Executes the coroutines of a program, and with them the statements that may suspend. */
final class Coroutines {
  private final Map<String, List<Statement>> program;
  private final EventLoop loop;
  private final Variables variables = new Variables();
  private final Trace trace;
  private final Immediates immediates;
  private final Primitives primitives;

  Coroutines(Map<String, List<Statement>> program, EventLoop loop, Trace trace) {
    this.program = program;
    this.loop = loop;
    this.trace = trace;
    this.primitives = new Primitives(variables, trace);
    this.immediates = new Immediates(loop, variables, trace, this);
  }

  Immediates immediates() {
    return immediates;
  }

  /** Returns a fresh coroutine; one that the program lacks fails when it is awaited. */
  Awaitable<@Nullable Object> coroutine(String name) {
    return () -> {
      List<Statement> body = program.get(name);
      if (body == null) {
        throw PythonError.key(name);
      }
      try {
        executeAll(body);
        return null;
      } catch (Returned result) {
        return result.value();
      }
    };
  }

  /** Returns a fresh coroutine for {@code coro:NAME}, else the future in a variable, else null. */
  @SuppressWarnings("unchecked") // all futures of a program are of any value
  @Nullable Awaitable<@Nullable Object> awaitable(String item) {
    if (item.startsWith("coro:")) {
      return coroutine(item.substring("coro:".length()));
    }
    return variables.get(item) instanceof Future<?> future
        ? (Future<@Nullable Object>) future
        : null;
  }

  private void executeAll(List<Statement> body) throws Exception {
    for (Statement statement : body) {
      execute(statement);
    }
  }

  private void execute(Statement statement) throws Exception {
    trace.check();
    switch (statement) {
      case Immediate immediate -> immediates.execute(immediate);
      case Suspending suspending -> execute(suspending);
      case Statement.Reraise() -> throw PythonError.attribute("reraise outside a handler");
    }
  }

  private void execute(Suspending statement) throws Exception {
    switch (statement) {
      case Suspending.Sleep(var delay) -> Asyncio.sleep(delay).await();
      case Suspending.Await(var item) -> await(item, awaitable(item));
      case Suspending.Wait wait -> executeWait(wait);
      case Suspending.WaitFor(var item, var timeout) -> {
        Awaitable<@Nullable Object> awaitable = awaitable(item);
        await(item, awaitable == null ? null : Asyncio.waitFor(awaitable, timeout));
      }
      case Suspending.Acquire(var name) ->
          trace.emit(
              "acquired",
              name,
              Values.text(variables.require(name, Scope.class).acquire().await()));
      case Suspending.With(var name, var body) -> executeWith(name, body);
      case Suspending.EventWait(var name) -> trace.emit("event", name, waitOn(name));
      case Suspending.ConditionWait(var name) -> trace.emit("notified", name, waitOn(name));
      case Suspending.BarrierWait(var name) -> trace.emit("barrier", name, waitOn(name));
      case Suspending.BarrierReset(var name) ->
          variables.require(name, Barrier.class).reset().await();
      case Suspending.BarrierAbort(var name) ->
          variables.require(name, Barrier.class).abort().await();
      case Suspending.Put(var name, var value) -> {
        primitives.queue(name).put(new QueueItem(value)).await();
        trace.emit("put", name, Values.text(value));
      }
      case Suspending.Get(var name) ->
          trace.emit("got", name, Values.text(primitives.queue(name).get().await().value()));
      case Suspending.Join(var name) -> {
        primitives.queue(name).join().await();
        trace.emit("joined", name);
      }
      case Suspending.Timeout(var name, var delay, var body) -> executeTimeout(name, delay, body);
      case Suspending.Group(var name, var body) -> executeGroup(name, body);
      case Suspending.Repeat(var times, var body) -> {
        for (int i = 0; i < times; i++) {
          executeAll(body);
        }
      }
      case Suspending.Try attempt -> executeTry(attempt);
    }
  }

  private void await(String item, @Nullable Awaitable<@Nullable Object> awaitable)
      throws Exception {
    if (awaitable == null) {
      trace.emit("await", item, "none");
    } else {
      trace.emit("awaited", item, Values.text(awaitable.await()));
    }
  }

  /** What Python's objects have a method {@code wait} for. */
  private String waitOn(String name) throws Exception {
    Object value = variables.require(name, Object.class);
    return switch (value) {
      case Event event -> Values.text(event.await());
      case Condition condition -> Values.text(condition.await());
      case Barrier barrier -> Values.text(barrier.await());
      default -> throw PythonError.attribute("'" + name + "' has no wait: " + value);
    };
  }

  private void executeWait(Suspending.Wait wait) throws Exception {
    Map<String, Object> targets = new LinkedHashMap<>();
    for (String name : wait.variables()) {
      Object value = variables.get(name);
      if (value != null && !(value instanceof Handle)) {
        targets.put(name, value);
      }
    }
    if (targets.isEmpty()) {
      return;
    }
    ReturnWhen returnWhen = ReturnWhen.valueOf(wait.returnWhen());
    Set<Future<?>> futures = new LinkedHashSet<>();
    for (Object target : targets.values()) {
      if (!(target instanceof Future<?> future)) {
        throw noFutureToWaitFor(target, wait.timeout());
      }
      futures.add(future);
    }
    DoneAndPending<Future<?>> ended = Asyncio.wait(futures, wait.timeout(), returnWhen).await();
    trace.emit("waited", names(targets, ended.done()), names(targets, ended.pending()));
  }

  private PythonError noFutureToWaitFor(Object target, @Nullable Duration timeout) {
    if (timeout != null) {
      // CPython finds out when it has set the timer, and leaves it running: time goes on until
      // then.
      loop.callLater(timeout, () -> {});
    }
    return PythonError.attribute("no future to wait for: " + target);
  }

  private static String names(Map<String, Object> targets, Set<Future<?>> futures) {
    return targets.entrySet().stream()
        .filter(target -> futures.contains(target.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(","));
  }

  private void executeWith(String name, List<Statement> body) throws Exception {
    if (!variables.isSet(name)) {
      throw PythonError.key(name);
    }
    switch (variables.get(name)) {
      case Scope scope ->
          scope
              .with(() -> {
                trace.emit("entered", name);
                executeAll(body);
              })
              .await();
      case Barrier barrier -> {
        barrier.await();
        trace.emit("entered", name);
        executeAll(body);
      }
      case Timeout timeout -> throw new IllegalStateException("already entered: " + timeout);
      case TaskGroup group -> throw new IllegalStateException("already entered: " + group);
      case null, default -> throw PythonError.type("'" + name + "' is no context manager");
    }
    trace.emit("left", name);
  }

  private void executeTimeout(String name, @Nullable Duration delay, List<Statement> body)
      throws Exception {
    Timeout timeout = new Timeout(delay == null ? null : loop.time().plus(delay));
    try {
      timeout
          .<@Nullable Void>run(scope -> {
            variables.set(name, scope);
            executeAll(body);
            return null;
          })
          .await();
    } finally {
      trace.emit("timeout", name, timeout.expired() ? "expired" : "in time");
    }
  }

  private void executeGroup(String name, List<Statement> body) throws Exception {
    try {
      Asyncio.taskGroup(
              group -> {
                variables.set(name, group);
                executeAll(body);
              })
          .await();
    } finally {
      trace.emit("group_left", name);
    }
  }

  private void executeTry(Suspending.Try attempt) throws Exception {
    try {
      executeAll(attempt.body());
    } catch (Returned | Trace.Over passing) {
      throw passing;
    } catch (Throwable exception) {
      Handler handler = handlerFor(exception, attempt.handlers());
      if (handler == null) {
        throw exception;
      }
      trace.emit("caught", Exceptions.name(exception));
      for (Statement statement : handler.body()) {
        if (statement instanceof Statement.Reraise) {
          throw exception;
        }
        execute(statement);
      }
    } finally {
      if (attempt.last() != null) {
        executeAll(attempt.last());
      }
    }
  }

  private static @Nullable Handler handlerFor(Throwable exception, List<Handler> handlers) {
    for (Handler handler : handlers) {
      if (Exceptions.matches(handler.kind(), exception)) {
        return handler;
      }
    }
    return null;
  }
}
