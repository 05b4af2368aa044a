// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Awaitable;
import io.interloop.asyncio.LoopConfig;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import org.junit.jupiter.api.Test;

/** The programs with which every asyncio tutorial begins, as short as in Python. */
class SeedProgramsTest {
  private final VirtualClock clock = new VirtualClock();
  private final LoopConfig virtualTime = LoopConfig.DEFAULT.withBackend(clock);
  private final Trail trail = new Trail();

  private Awaitable<String> greet(String name) {
    return () -> {
      trail.add("Hello, " + name);
      sleep(ofSeconds(1)).await();
      return "Bye, " + name;
    };
  }

  @Test
  void helloWorld() throws Exception {
    run(
        virtualTime,
        () -> {
          trail.add("Hello");
          sleep(ofSeconds(1)).await();
          trail.add("World");
        });

    trail.assertIs("Hello", "World");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(1));
  }

  @Test
  void twoCoroutinesRunBesideEachOther() throws Exception {
    var results = run(virtualTime, () -> gather(greet("a"), greet("b")).await());

    assertThat(results).containsExactly("Bye, a", "Bye, b");
    trail.assertIs("Hello, a", "Hello, b");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(1));
  }

  @Test
  void awaitingACoroutineRunsItInline() throws Exception {
    run(
        virtualTime,
        () -> {
          trail.add(greet("a").await());
          trail.add(greet("b").await());
        });

    trail.assertIs("Hello, a", "Bye, a", "Hello, b", "Bye, b");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(2));
  }
}
