// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import io.interloop.CancelledError;
import io.interloop.ExceptionGroup;
import io.interloop.InvalidStateException;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The exceptions of a program, and the names a trace has for them. */
final class Exceptions {

  private Exceptions() {}

  /** What a program raises by itself. */
  static final class AppError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AppError(String kind) {
      super(kind);
    }
  }

  /** What Python raises for a variable that is not set, or that holds something else. */
  static final class PythonError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;

    private PythonError(String name, String message) {
      super(name + ": " + message);
      this.name = name;
    }

    static PythonError key(String name) {
      return new PythonError("KeyError", "'" + name + "' is not set");
    }

    static PythonError attribute(String message) {
      return new PythonError("AttributeError", message);
    }

    static PythonError type(String message) {
      return new PythonError("TypeError", message);
    }
  }

  /**
   * Ends a coroutine with a result. An exception, as in the reference interpreter, so that it
   * leaves every scope on its way.
   */
  static final class Returned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    private final @Nullable Object value;

    Returned(@Nullable Object value) {
      this.value = value;
    }

    @Nullable Object value() {
      return value;
    }
  }

  /** Returns the name of an exception. */
  static String name(Throwable exception) {
    return switch (exception) {
      case AppError error -> Objects.requireNonNull(error.getMessage());
      case PythonError error -> error.name;
      case Returned returned -> "Return";
      case CancelledError error ->
          "Cancelled(" + Objects.requireNonNullElse(error.getMessage(), "") + ")";
      case ExceptionGroup group ->
          group.exceptions().stream()
              .map(Exceptions::name)
              .collect(Collectors.joining(",", "Group[", "]"));
      case TimeoutException timeout -> "Timeout";
      case InvalidStateException error -> "InvalidState";
      case BrokenBarrierException error -> "BrokenBarrier";
      case IllegalStateException error -> "RuntimeError";
      case IllegalArgumentException error -> "ValueError";
      case StackOverflowError error -> "RecursionError";
      // QueueEmpty and its kin have Python's names; anything else is a defect, and shows.
      default -> exception.getClass().getSimpleName();
    };
  }

  /** Returns whether a handler for a kind catches an exception. */
  static boolean matches(String kind, Throwable exception) {
    return switch (kind) {
      case "Base" -> true;
      case "Exception" -> exception instanceof Exception || exception instanceof StackOverflowError;
      case "Cancelled" -> exception instanceof CancelledError;
      case "Group" -> exception instanceof ExceptionGroup;
      default -> name(exception).equals(kind);
    };
  }
}
