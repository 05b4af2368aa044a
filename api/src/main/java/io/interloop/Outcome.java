// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How an asynchronous operation ended: the one thing that crosses a bridge between libraries.
 *
 * @param <T> the type of the result
 */
public sealed interface Outcome<T extends @Nullable Object> {

  /**
   * It ended with a result.
   *
   * @param <T> the type of the result
   * @param value the result
   */
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {
    @Override
    public T get() {
      return value;
    }
  }

  /**
   * It failed.
   *
   * @param <T> the type of the result
   * @param exception the failure, unwrapped
   */
  record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {
    @Override
    public T get() throws Exception {
      throw Outcome.<Exception>sneaky(exception);
    }
  }

  /**
   * It was cancelled.
   *
   * @param <T> the type of the result
   * @param error what awaiting it throws
   */
  record Cancelled<T extends @Nullable Object>(CancelledError error) implements Outcome<T> {
    @Override
    public T get() {
      throw error;
    }

    /** Returns what tells other libraries of the cancellation; its cause is the error. */
    public CancellationException toForeign() {
      CancellationException foreign = new CancellationException(error.getMessage());
      foreign.initCause(error);
      return foreign;
    }
  }

  /**
   * Returns the result, or throws what the operation ended with.
   *
   * @return the result
   * @throws Exception the failure
   * @throws CancelledError if it was cancelled
   */
  T get() throws Exception;

  /**
   * Runs a computation and returns how it ended; nothing is thrown, no matter what.
   *
   * @param <T> the type of the result
   * @param computation what to run
   * @return its outcome
   */
  static <T extends @Nullable Object> Outcome<T> of(Callable<T> computation) {
    try {
      return new Success<>(computation.call());
    } catch (CancelledError error) {
      return new Cancelled<>(error);
    } catch (Throwable failure) {
      return new Failure<>(failure);
    }
  }

  /**
   * Returns the outcome that another library's throwable stands for. This is the one place where
   * other libraries' wrappers come off: exactly one {@link CompletionException} or {@link
   * ExecutionException} that has a cause is unwrapped; a {@link CancellationException} and a {@link
   * CancelledError} mean cancelled.
   *
   * @param <T> the type of the result there would have been
   * @param thrown what was thrown or signalled
   * @return a failure or a cancellation
   */
  static <T extends @Nullable Object> Outcome<T> ofForeign(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    Throwable failure = wrapper && cause != null ? cause : thrown;
    return switch (failure) {
      case CancelledError error -> new Cancelled<>(error);
      case CancellationException error ->
          new Cancelled<>(new CancelledError(error.getMessage(), error));
      default -> new Failure<>(failure);
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X sneaky(Throwable exception) throws X {
    throw (X) exception;
  }
}
