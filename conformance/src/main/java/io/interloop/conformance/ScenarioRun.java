// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Asyncio;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a program on a new loop of Interloop's, under virtual time. */
final class ScenarioRun {
  private final Stage stage;
  private final EventLoop loop;
  private final Trace trace;
  private final Immediates immediates;

  private ScenarioRun(Scenario scenario, Stage stage) {
    this.stage = stage;
    loop = stage.loop();
    trace = new Trace(loop);
    immediates = new Coroutines(scenario.coroutines(), loop, trace).immediates();
    loop.setExceptionHandler((where, report) -> unhandled(report));
  }

  /** Runs a scenario's program; returns its trace, or null if it has no end. */
  static @Nullable List<String> of(Scenario scenario, Stage stage) {
    return new ScenarioRun(scenario, stage).run();
  }

  private @Nullable List<String> run() {
    try {
      Task<?> main = immediates.spawn(TaskOptions.named("main"), "main");
      if (runUntilDone(main)) {
        traceEnd(main);
        windDown();
      }
    } catch (Trace.Over tooLong) {
      return null;
    } finally {
      trace.end();
      stage.close();
    }
    return trace.entries();
  }

  /** Runs the loop until a task is done; returns false, and says so, if it never will be. */
  private boolean runUntilDone(Task<?> task) {
    boolean done = stage.runUntilDone(task);
    if (!done) {
      trace.deadlock();
    }
    return done;
  }

  private void traceEnd(Task<?> task) {
    trace.emit("end", task.getName(), Values.text(task));
  }

  /** Cancels what is left, in the order of creation, waits for it, and tells how it ended. */
  private void windDown() {
    List<Task<?>> left = immediates.tasks().stream().filter(task -> !task.done()).toList();
    left.forEach(Task::cancel);
    if (left.isEmpty()) {
      return;
    }
    Task<?> closer =
        loop.createTask(
            TaskOptions.named("closer"),
            () -> Asyncio.<@Nullable Object>gatherOutcomes(left).await());
    if (runUntilDone(closer)) {
      left.forEach(this::traceEnd);
    }
  }

  /** Traces a report to the exception handler, but for those that hang on garbage collection. */
  private void unhandled(ExceptionContext report) {
    String message = report.message();
    Throwable exception = report.exception();
    if (trace.isOver()
        || message.contains("never retrieved")
        || message.contains("was destroyed")
        || exception instanceof Trace.Over) {
      return;
    }
    trace.emit("unhandled", exception == null ? message : Exceptions.name(exception));
  }
}
