// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Task;
import io.interloop.asyncio.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Where a continuation of the JVM cannot be suspended, awaiting fails if it comes to that, and says
 * what is in the way. Whoever was to go on meanwhile does so.
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

  /** Has a stack of its own, which is to go on whenever somebody waits. */
  private static Task<Integer> counting(int times) throws Exception {
    Task<Integer> counting =
        createTask(() -> {
          int count = 0;
          while (count < times) {
            sleep(ZERO).await();
            count++;
          }
          return count;
        });
    sleep(ZERO).await();
    return counting;
  }

  @Test
  void awaitingInAClassInitialiserNamesTheClass() throws Exception {
    run(() -> {
      Task<Integer> other = counting(3);
      assertThatThrownBy(() -> assertThat(Initialised.VALUE).isNotNull())
          .isInstanceOf(ExceptionInInitializerError.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot await here")
          .hasMessageContaining(Initialised.class.getName() + ".<clinit>")
          .hasMessageContaining("-Dinterloop.engine=handoff");
      await();
      assertThat(other.await()).isEqualTo(3);
    });
  }

  @Test
  void awaitingBeneathANativeMethodNamesTheMethodAndTheTaskGoesOn() throws Exception {
    run(() -> {
      Task<Integer> other = counting(3);
      ClassLoader loader = new AwaitingLoader();
      assertThatThrownBy(() -> Class.forName("some.Class", false, loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot await here")
          .hasMessageContaining("java.lang.Class.forName0(Native Method)");
      await();
      assertThat(other.await()).isEqualTo(3);
    });
  }

  /** Begins a task in a place where nothing can be suspended, and awaits it. */
  private static final class SpawningLoader extends ClassLoader {
    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      try {
        return createTask(
                () -> {
                  sleep(ZERO).await();
                  return String.class;
                })
            .await();
      } catch (RuntimeException refused) {
        throw refused;
      } catch (Exception impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  @Test
  void aTaskThatBeginsOnTopOfAPinnedOneIsToldSo() throws Exception {
    run(() -> {
      Task<Integer> other = counting(3);
      assertThatThrownBy(() -> Class.forName("some.Class", false, new SpawningLoader()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot await here")
          .hasMessageContaining("java.lang.Class.forName0(Native Method)");
      await();
      assertThat(other.await()).isEqualTo(3);
    });
  }

  @Test
  void awaitingWhereNothingElseIsToRunNeedsNoSuspension() throws Exception {
    run(() -> {
      ClassLoader loader = new AwaitingLoader();
      assertThatThrownBy(() -> Class.forName("some.Class", false, loader))
          .isInstanceOf(ClassNotFoundException.class);
    });
  }
}
