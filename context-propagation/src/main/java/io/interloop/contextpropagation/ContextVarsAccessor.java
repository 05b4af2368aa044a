// SPDX-License-Identifier: Apache-2.0
package io.interloop.contextpropagation;

import io.interloop.Context;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The context variables of the running code, as one thread-local among those of
 * context-propagation. Its key is {@code io.interloop.Context.class}, its value a {@link Context}
 * that holds the values and is never modified.
 *
 * <p>Found by {@link java.util.ServiceLoader}; there is no need to register it.
 */
public final class ContextVarsAccessor implements ThreadLocalAccessor<Context> {

  /** Creates the accessor; the service loader does. */
  public ContextVarsAccessor() {}

  @Override
  public Object key() {
    return Context.class;
  }

  /** Returns the values, or null if no variable is set. */
  @Override
  public @Nullable Context getValue() {
    Context current = Context.current();
    if (current.size() == 0) {
      return null;
    }
    // Not copy(): that would ask the carrier, which asks all the other accessors.
    Context values = new Context();
    values.assign(current);
    return values;
  }

  /** Sets the variables of the current context, which stays the same object: tokens stay valid. */
  @Override
  public void setValue(Context values) {
    Context.current().assign(values);
  }

  @Override
  public void setValue() {
    Context.current().assign(new Context());
  }
}
