// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.spi.Backend;
import org.jspecify.annotations.Nullable;

/**
 * How a loop is made. Immutable; begin with {@link #DEFAULT}.
 *
 * @param backend where the loop gets time from and waits, or null for the real time
 * @param engine where coroutines have their stacks, or null for what {@link EngineKind} says
 * @param debug whether debug mode is on from the start
 */
public record LoopConfig(@Nullable Backend backend, @Nullable EngineKind engine, boolean debug) {

  /** Real time; debug mode if the system property {@code interloop.debug} is {@code true}. */
  public static final LoopConfig DEFAULT =
      new LoopConfig(null, null, Boolean.getBoolean("interloop.debug"));

  /**
   * Returns this configuration with another backend.
   *
   * @param backend where the loop gets time from and waits; used by one loop only
   */
  public LoopConfig withBackend(Backend backend) {
    return new LoopConfig(backend, engine, debug);
  }

  /**
   * Returns this configuration with another engine.
   *
   * @param engine where coroutines have their stacks
   */
  public LoopConfig withEngine(EngineKind engine) {
    return new LoopConfig(backend, engine, debug);
  }

  /**
   * Returns this configuration with debug mode on or off.
   *
   * @param debug whether it is on from the start
   */
  public LoopConfig withDebug(boolean debug) {
    return new LoopConfig(backend, engine, debug);
  }
}
