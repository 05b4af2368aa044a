// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.asyncio.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Where a continuation of the JVM cannot be suspended, awaiting fails and says what is in the way.
 */
@EnabledIfSystemProperty(named = EngineKind.PROPERTY, matches = "mounted")
class PinnedTest {

  private static void await() {
    try {
      sleep(ZERO).await();
    } catch (RuntimeException refused) {
      throw refused;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static final class Initialised {
    static final Object VALUE;

    static {
      await();
      VALUE = new Object();
    }
  }

  /** The JVM asks it for a class, out of native code. */
  private static final class AwaitingLoader extends ClassLoader {
    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      await();
      throw new ClassNotFoundException(name);
    }
  }

  @Test
  void awaitingInAClassInitialiserNamesTheClass() throws Exception {
    run(() -> {
      assertThatThrownBy(() -> assertThat(Initialised.VALUE).isNotNull())
          .isInstanceOf(ExceptionInInitializerError.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot await here")
          .hasMessageContaining(Initialised.class.getName() + ".<clinit>")
          .hasMessageContaining("-Dinterloop.engine=handoff");
      await();
    });
  }

  @Test
  void awaitingBeneathANativeMethodNamesTheMethodAndTheTaskGoesOn() throws Exception {
    run(() -> {
      ClassLoader loader = new AwaitingLoader();
      assertThatThrownBy(() -> Class.forName("some.Class", false, loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot await here")
          .hasMessageContaining("java.lang.Class.forName0(Native Method)");
      await();
    });
  }
}
