// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ContextVar;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Handle;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.TaskGroup;
import io.interloop.asyncio.Timeout;
import io.interloop.conformance.Exceptions.AppError;
import io.interloop.conformance.Exceptions.PythonError;
import io.interloop.conformance.Exceptions.Returned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executes the statements that never suspend; those of locks and queues in {@link Primitives}. */
final class Immediates {
  private final EventLoop loop;
  private final Variables variables;
  private final Trace trace;
  private final Coroutines coroutines;
  private final Primitives primitives;
  private final Map<String, ContextVar<Optional<Object>>> contextVars = new HashMap<>();

  /** The tasks that statements made, in the order in which they were made. */
  private final List<Task<?>> tasks = new ArrayList<>();

  Immediates(EventLoop loop, Variables variables, Trace trace, Coroutines coroutines) {
    this.loop = loop;
    this.variables = variables;
    this.trace = trace;
    this.coroutines = coroutines;
    this.primitives = new Primitives(variables, trace);
  }

  List<Task<?>> tasks() {
    return List.copyOf(tasks);
  }

  /** Executes the statements of a callback. */
  void executeAll(List<Statement> body) {
    for (Statement statement : body) {
      if (!(statement instanceof Immediate immediate)) {
        throw PythonError.attribute("no callback can do this: " + statement);
      }
      execute(immediate);
    }
  }

  void execute(Immediate statement) {
    switch (statement) {
      case Immediate.Log(var text) -> trace.emit("log", text);
      case Immediate.Raise(var kind) -> raise(kind);
      case Immediate.Return(var value) -> throw new Returned(value);
      case Immediate.Spawn(var variable, var coroutine) -> {
        spawn(TaskOptions.named(variable), coroutine);
        trace.emit("spawned", variable);
      }
      case Immediate.SpawnEager(var variable, var coroutine) -> {
        variables.set(variable, null);
        Task<?> task = spawn(TaskOptions.named(variable).eager(), coroutine);
        trace.emit("spawned", variable, Values.text(task));
      }
      case Immediate.GroupSpawn spawn -> groupSpawn(spawn);
      case Immediate.Future(var variable) -> variables.set(variable, loop.createPromise());
      case Immediate.SetResult(var variable, var value) -> promise(variable).setResult(value);
      case Immediate.SetException(var variable, var kind) ->
          promise(variable).setException(new AppError(kind));
      case Immediate.Cancel(var variable, var message) ->
          trace.emit("cancel", variable, cancel(variable, message));
      case Immediate.Uncancel() -> {
        Task<?> task = Task.current();
        trace.emit("uncancel", task == null ? "none" : (Object) task.uncancel());
      }
      case Immediate.Cancelling(var variable) -> {
        Task<?> task = variables.ifSet(variable, Task.class);
        trace.emit("cancelling", variable, task == null ? "none" : (Object) task.cancelling());
      }
      case Immediate.State(var variable) -> {
        Future<?> future = variables.ifSet(variable, Future.class);
        trace.emit("state", variable, future == null ? "none" : Values.text(future));
      }
      case Immediate.DoneCallback(var variable, var label) -> addCallback(variable, label);
      case Immediate.Gather gather -> variables.set(gather.variable(), gather(gather));
      case Immediate.Shield(var variable, var item) -> {
        Awaitable<@Nullable Object> inner = coroutines.awaitable(item);
        if (inner != null) {
          variables.set(variable, Asyncio.shield(inner));
        }
      }
      case Immediate.CallSoon(var variable, var body) ->
          variables.set(variable, loop.callSoon(() -> executeAll(body)));
      case Immediate.CallLater(var variable, var delay, var body) ->
          variables.set(variable, loop.callLater(delay, () -> executeAll(body)));
      case Immediate.CancelHandle(var variable) -> cancelHandle(variable);
      case Immediate.SetVar(var name, var value) ->
          contextVar(name).set(Optional.ofNullable(value));
      case Immediate.GetVar(var name) ->
          trace.emit("var", name, Values.text(contextVar(name).get().orElse(null)));
      case Immediate.Reschedule(var variable, var delay) -> {
        Timeout scope = variables.ifSet(variable, Timeout.class);
        if (scope != null) {
          scope.reschedule(delay == null ? null : loop.time().plus(delay));
        }
      }
      default -> primitives.execute(statement);
    }
  }

  private static void raise(String kind) {
    if (kind.equals("Cancelled")) {
      throw new CancelledError();
    }
    throw new AppError(kind);
  }

  @CanIgnoreReturnValue
  Task<?> spawn(TaskOptions options, String coroutine) {
    Task<?> task = loop.<@Nullable Object>createTask(options, coroutines.coroutine(coroutine));
    tasks.add(task);
    variables.set(Objects.requireNonNull(options.name()), task);
    return task;
  }

  private void groupSpawn(Immediate.GroupSpawn spawn) {
    if (!variables.isSet(spawn.group())) {
      return;
    }
    Task<?> task =
        variables
            .require(spawn.group(), TaskGroup.class)
            .<@Nullable Object>createTask(
                TaskOptions.named(spawn.variable()), coroutines.coroutine(spawn.coroutine()));
    tasks.add(task);
    variables.set(spawn.variable(), task);
    trace.emit("spawned", spawn.variable());
  }

  @SuppressWarnings("unchecked") // all futures of a program are of any value
  private Promise<@Nullable Object> promise(String variable) {
    if (variables.get(variable) instanceof Task<?> task) {
      throw new IllegalStateException("Task does not support set_result operation: " + task);
    }
    return variables.require(variable, Promise.class);
  }

  /** Cancels a future or a handle; returns what Python's {@code cancel} would, in lower case. */
  private String cancel(String variable, @Nullable String message) {
    return switch (variables.get(variable)) {
      case null -> "none";
      case Future<?> future -> String.valueOf(future.cancel(message));
      case Handle handle -> {
        if (message != null) {
          throw PythonError.type("a handle is cancelled without a message");
        }
        handle.cancel();
        yield "none";
      }
      default -> throw PythonError.attribute("'" + variable + "' cannot be cancelled");
    };
  }

  private void cancelHandle(String variable) {
    boolean cancelled;
    switch (variables.get(variable)) {
      case null -> {
        return;
      }
      case Handle handle -> {
        handle.cancel();
        cancelled = handle.cancelled();
      }
      case Future<?> future -> {
        future.cancel();
        cancelled = future.cancelled();
      }
      default -> throw PythonError.attribute("'" + variable + "' cannot be cancelled");
    }
    trace.emit("handle_cancelled", variable, cancelled);
  }

  @SuppressWarnings("unchecked") // the callback takes any future
  private void addCallback(String variable, String label) {
    Future<Object> future = variables.ifSet(variable, Future.class);
    if (future != null) {
      future.addDoneCallback(done -> trace.emit("done_callback", label, Values.text(done)));
    }
  }

  private Future<?> gather(Immediate.Gather gather) {
    List<Awaitable<@Nullable Object>> children = new ArrayList<>();
    for (String item : gather.items()) {
      Awaitable<@Nullable Object> child = coroutines.awaitable(item);
      if (child != null) {
        children.add(child);
      }
    }
    return gather.returnExceptions()
        ? Asyncio.<@Nullable Object>gatherOutcomes(children)
        : Asyncio.<@Nullable Object>gather(children);
  }

  /** An Optional, as a context variable cannot be set to null. */
  private ContextVar<Optional<Object>> contextVar(String name) {
    return contextVars.computeIfAbsent(
        name, unset -> ContextVar.withDefault(unset, Optional.empty()));
  }
}
