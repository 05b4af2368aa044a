// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.spi.Execution;
import io.interloop.spi.ThreadStateCarrier;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The values of all context variables, as one unit of code sees them.
 *
 * <p>Every task runs in a context of its own: a copy, taken when the task was created, of the
 * context of whoever created it. Callbacks run in a copy taken when they were scheduled. Code
 * outside a loop has one context for each thread. A copy costs an object, whatever its size.
 *
 * <p>A context is used by one thread at a time and cannot be entered while it is entered.
 *
 * <p>Where there are {@link ThreadStateCarrier}s, what they carry belongs to a context as its
 * variables do: it is copied with it, and the thread has it while the context is entered.
 *
 * @see <a href="https://docs.python.org/3/library/contextvars.html#contextvars.Context">Python:
 *     contextvars.Context</a>
 */
public final class Context {
  /** Never modified; {@link #set} puts another map in its place. */
  private Map<ContextVar<?>, @Nullable Object> values;

  private boolean entered;

  /**
   * While this is entered, what the thread had before; else what the carriers keep for this. Null
   * if there is no carrier.
   */
  private @Nullable Object threadState;

  /** Creates an empty context: every variable has its default. */
  public Context() {
    this(Map.of());
  }

  private Context(Map<ContextVar<?>, @Nullable Object> values) {
    this.values = values;
  }

  /**
   * Returns the context of the code that calls: the running task's or callback's, else the
   * thread's.
   */
  public static Context current() {
    return Execution.current().context();
  }

  /** Returns a copy of the current context. Python's {@code copy_context()}. */
  public static Context copyOfCurrent() {
    Execution here = Execution.current();
    return here.context().copy(here);
  }

  /** Returns a copy: later changes of either are not seen by the other. */
  public Context copy() {
    return ThreadState.CARRIER == null ? new Context(values) : copy(Execution.current());
  }

  /**
   * Returns a copy. For loops, which know what the calling thread runs and need not ask it;
   * everyone else calls {@link #copy()}.
   *
   * @param here what the calling thread runs
   */
  public Context copy(Execution here) {
    Context copy = new Context(values);
    if (ThreadState.CARRIER != null) {
      copy.threadState = isOnThread(here) ? ThreadState.CARRIER.capture() : keptThreadState();
    }
    return copy;
  }

  /** Returns whether the calling thread, which runs that, has this context's state now. */
  private boolean isOnThread(Execution here) {
    return here.context() == this && (entered || here.loop() == null);
  }

  /** What an entered context has that is not current only its thread could say. */
  private @Nullable Object keptThreadState() {
    return entered ? null : threadState;
  }

  /**
   * Runs code in this context; what it sets stays in this context.
   *
   * @param <T> the type of the result
   * @param code what to run; must not await
   * @return the result
   * @throws Exception what the code throws
   * @throws IllegalStateException if this context is entered already
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T run(Callable<T> code) throws Exception {
    Execution execution = Execution.current();
    Context previous = execution.context();
    enter();
    if (!previous.entered) {
      previous.threadState = threadState; // a thread's own context is never entered
    }
    execution.setContext(this);
    try {
      return code.call();
    } finally {
      execution.setContext(previous);
      exit();
    }
  }

  /**
   * Marks this context as entered. For loops, which enter a task's context for each of its steps;
   * everyone else calls {@link #run}.
   *
   * @throws IllegalStateException if it is entered already
   */
  public void enter() {
    if (entered) {
      throw new IllegalStateException(
          "cannot enter context: " + this + " is already entered; run the code in a copy() of it");
    }
    entered = true;
    if (ThreadState.CARRIER != null) {
      keep(ThreadState.CARRIER.install(threadState));
    }
  }

  /** Undoes {@link #enter()}. */
  public void exit() {
    entered = false;
    if (ThreadState.CARRIER != null) {
      keep(ThreadState.CARRIER.remove(threadState));
    }
  }

  /** Mostly it is nothing, before and after: a collector's write barrier costs more than a look. */
  private void keep(@Nullable Object state) {
    if (threadState != state) {
      threadState = state;
    }
  }

  /**
   * Gives every variable the value it has in another context, and unsets the rest. For those who
   * carry contexts over a border; what carriers keep stays as it is.
   *
   * @param other the other context
   */
  public void assign(Context other) {
    values = other.values;
  }

  /**
   * Returns the value a variable has in this context.
   *
   * @param <T> the type of the value
   * @param variable the variable
   * @return its value, or null if it is not set here, even if it has a default
   */
  @SuppressWarnings("unchecked") // ContextVar.set keeps the types in step
  public <T> @Nullable T get(ContextVar<T> variable) {
    return (T) values.get(variable);
  }

  /**
   * Returns whether a variable is set in this context.
   *
   * @param variable the variable
   */
  public boolean contains(ContextVar<?> variable) {
    return values.containsKey(variable);
  }

  /** Returns how many variables are set. */
  public int size() {
    return values.size();
  }

  void set(ContextVar<?> variable, @Nullable Object value) {
    Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
    changed.put(variable, value);
    values = changed;
  }

  void remove(ContextVar<?> variable) {
    Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
    changed.remove(variable);
    values = changed;
  }

  @Override
  public String toString() {
    return "Context" + values;
  }
}
