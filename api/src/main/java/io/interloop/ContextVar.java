// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A variable whose value follows the task instead of the thread.
 *
 * <p>Worker threads are reused and a task may move between them, so a {@link ThreadLocal} is not
 * task-local; this is. A task sees the value its creator had when the task was made; what it sets
 * is seen by itself and by the tasks and callbacks it makes from then on, by nobody else.
 *
 * @param <T> the type of the value; null cannot be set, {@link #reset} unsets
 * @see <a href="https://docs.python.org/3/library/contextvars.html#contextvars.ContextVar">Python:
 *     contextvars.ContextVar</a>
 */
public final class ContextVar<T> {
  private final String name;
  private final @Nullable T defaultValue;

  private ContextVar(String name, @Nullable T defaultValue) {
    this.name = name;
    this.defaultValue = defaultValue;
  }

  /**
   * Creates a variable without a default.
   *
   * @param <T> the type of the value
   * @param name shown in messages
   * @return the variable; keep it in a static final field
   */
  public static <T> ContextVar<T> of(String name) {
    return new ContextVar<>(name, null);
  }

  /**
   * Creates a variable with a default.
   *
   * @param <T> the type of the value
   * @param name shown in messages
   * @param defaultValue what {@link #get()} returns where nothing was set
   * @return the variable; keep it in a static final field
   */
  public static <T> ContextVar<T> withDefault(String name, T defaultValue) {
    return new ContextVar<>(name, defaultValue);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /**
   * Returns the value in the current context.
   *
   * @return the value, or the default
   * @throws NoSuchElementException if it is not set and there is no default
   */
  public T get() {
    T value = orElse(null);
    if (value == null) {
      throw new NoSuchElementException(
          this + " has no value here and no default; set it first, or call orElse");
    }
    return value;
  }

  /**
   * Returns the value in the current context, else the default, else the argument.
   *
   * @param other what to return if there is neither; may be null
   * @return the value
   */
  public @Nullable T orElse(@Nullable T other) {
    T value = Context.current().get(this);
    if (value != null) {
      return value;
    }
    return defaultValue != null ? defaultValue : other;
  }

  /**
   * Sets the value in the current context.
   *
   * @param value the new value
   * @return what takes it back to where it was
   */
  @CanIgnoreReturnValue
  public Token<T> set(T value) {
    Context context = Context.current();
    Token<T> token = new Token<>(this, context, context.get(this));
    context.set(this, value);
    return token;
  }

  /**
   * Takes the variable back to the value it had before the {@link #set} that made the token.
   *
   * @param token of this variable, made in the current context, not used before
   * @throws IllegalArgumentException if it was made by another variable or in another context
   * @throws IllegalStateException if it was used already
   */
  public void reset(Token<T> token) {
    if (token.variable != this) {
      throw new IllegalArgumentException(token + " was created by a different ContextVar");
    }
    if (token.context != Context.current()) {
      throw new IllegalArgumentException(token + " was created in a different Context");
    }
    if (token.used) {
      throw new IllegalStateException(token + " has already been used once");
    }
    token.used = true;
    if (token.oldValue == null) {
      token.context.remove(this);
    } else {
      token.context.set(this, token.oldValue);
    }
  }

  @Override
  public String toString() {
    return "ContextVar(" + name + ")";
  }

  /**
   * What a variable was before it was set.
   *
   * @param <T> the type of the value
   */
  public static final class Token<T> {
    private final ContextVar<T> variable;
    private final Context context;
    private final @Nullable T oldValue;
    private boolean used;

    private Token(ContextVar<T> variable, Context context, @Nullable T oldValue) {
      this.variable = variable;
      this.context = context;
      this.oldValue = oldValue;
    }

    /** Returns the variable that was set. */
    public ContextVar<T> variable() {
      return variable;
    }

    /** Returns the value before, or null if there was none. */
    public @Nullable T oldValue() {
      return oldValue;
    }

    @Override
    public String toString() {
      return "Token(" + variable.name + (used ? ", used" : "") + ")";
    }
  }
}
