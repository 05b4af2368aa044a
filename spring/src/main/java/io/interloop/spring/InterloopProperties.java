// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import io.interloop.asyncio.EngineKind;
import io.interloop.asyncio.LoopConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the application's loop is made.
 *
 * @param engine where coroutines have their stacks; by default the loop chooses
 * @param debug whether debug mode is on from the start
 * @param slowCallbackDuration from when on a callback counts as slow in debug mode
 * @param threadName the name of the thread that runs the loop
 * @param shutdownTimeout how long to wait for the tasks' cleanup when the application stops
 */
@ConfigurationProperties("interloop")
record InterloopProperties(
    @Nullable EngineKind engine,
    @Nullable Boolean debug,
    @Nullable Duration slowCallbackDuration,
    @DefaultValue("interloop") String threadName,
    @DefaultValue("20s") Duration shutdownTimeout) {

  LoopConfig loopConfig() {
    LoopConfig config = LoopConfig.DEFAULT;
    if (engine != null) {
      config = config.withEngine(engine);
    }
    return debug == null ? config : config.withDebug(debug);
  }
}
